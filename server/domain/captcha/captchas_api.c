#include "domain/captcha/captchas_api.h"

#include "crypto/captcha.h"

enum err captcha_get(struct req *r)
{
    struct captcha const challenge = captcha_new(&r->arena, 0);
    const char *text = captcha_json(&r->arena, &challenge);
    return reply_raw(r, 200, json_loads(text, 0, NULL));
}
