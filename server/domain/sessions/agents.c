#include "domain/sessions/agents.h"

#include <stddef.h>
#include <string.h>

enum { NAME_MAX_BYTES = 40 };

/* Browsers name each other, so the first sign that is found decides. */
struct sign {
    const char *text, *name;
};
static const struct sign browsers[] = {
    { "Edg/", "Edge" }, { "EdgA/", "Edge" }, { "EdgiOS/", "Edge" }, { "OPR/", "Opera" },
    { "SamsungBrowser/", "Samsung Internet" }, { "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" },
    { "CriOS/", "Chrome" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" }, { NULL, NULL },
};
static const struct sign systems[] = {
    { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" },
    { "Windows", "Windows" }, { "Mac OS X", "macOS" }, { "CrOS", "ChromeOS" },
    { "Linux", "Linux" }, { NULL, NULL },
};

static const char *found(const struct sign *signs, const char *user_agent)
{
    while (signs->text && !strstr(user_agent, signs->text))
        signs++;
    return signs->name;
}

const char *agent_name(struct arena *a, const char *user_agent)
{
    const char *browser = found(browsers, user_agent), *system = found(systems, user_agent);
    if (browser && system)
        return arena_printf(a, "%s, %s", browser, system);
    size_t const length = strcspn(user_agent, " /(;");
    if (length == 0 || length > NAME_MAX_BYTES)
        return "";
    return arena_printf(a, "%.*s", (int)length, user_agent);
}
