#include "demo/demo.h"

#include "demo/identitas_api.h"
#include "demo/kalender_api.h"
#include "demo/regions.h"
#include "demo/wilayah_api.h"
#include "web/server.h"

const struct route demo_routes[] = {
    { "GET",  "/wilayah/provinsi",                   ANYONE, wilayah_provinces, LIMIT_NONE },
    { "GET",  "/wilayah/provinsi/:kode",             ANYONE, wilayah_region,    LIMIT_NONE },
    { "GET",  "/wilayah/provinsi/:kode/kabupaten",   ANYONE, wilayah_children,  LIMIT_NONE },
    { "GET",  "/wilayah/kabupaten/:kode",            ANYONE, wilayah_region,    LIMIT_NONE },
    { "GET",  "/wilayah/kabupaten/:kode/kecamatan",  ANYONE, wilayah_children,  LIMIT_NONE },
    { "GET",  "/wilayah/kecamatan/:kode",            ANYONE, wilayah_region,    LIMIT_NONE },
    { "GET",  "/wilayah/kecamatan/:kode/desa",       ANYONE, wilayah_children,  LIMIT_NONE },
    { "GET",  "/wilayah/desa/:kode",                 ANYONE, wilayah_region,    LIMIT_NONE },
    { "GET",  "/wilayah/cari",                       ANYONE, wilayah_search,    LIMIT_NONE },
    { "POST", "/wilayah/gema",                       ANYONE, wilayah_echo,      LIMIT_NONE,
      .takes_any_body = true },

    { "GET",  "/kalender/libur",                     ANYONE, kalender_holidays, LIMIT_NONE },
    { "GET",  "/kalender/tanggal/:tanggal",          ANYONE, kalender_day,      LIMIT_NONE },
    { "GET",  "/kalender/hari-kerja",                ANYONE, kalender_count,    LIMIT_NONE },
    { "GET",  "/kalender/hari-kerja/jatuh-tempo",    ANYONE, kalender_add,      LIMIT_NONE },

    { "POST", "/identitas/nik",                      ANYONE, identitas_nik,     LIMIT_NONE },
    { "POST", "/identitas/npwp",                     ANYONE, identitas_npwp,    LIMIT_NONE },
};
const int demo_route_count = sizeof demo_routes / sizeof demo_routes[0];

/* Knows no database and nobody: a server of its own in all but the process. */
static struct app app;

enum err demo_start(const struct config *config, int port, struct server **out)
{
    TRY(regions_open(config->reference_dir));
    app = (struct app){ .config = config };
    enum err const e = server_start(&app, demo_routes, demo_route_count, "127.0.0.1", port, out);
    if (e)
        regions_close();
    return e;
}

void demo_stop(struct server *s)
{
    if (!s)
        return;
    server_stop(s);
    regions_close();
}
