/* Rivals: two requests at the same moment, of which one must win. */
#pragma once

/* A POST of JSON, written out. Lives in the arena of the API's tests. */
const char *rival_post(const char *path, const char *token, const char *body);

/* Sends both, each on a connection and a thread of its own: one is answered 200, whichever, and the
 * other 409 with this code. */
void rivals_race(const char *one, const char *other, const char *code);
