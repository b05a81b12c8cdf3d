/* Every endpoint, who may call it, and what answers it. openapi/ says the same; a test compares. */
#include "routes.h"

#include "domain/accounts/accounts_api.h"
#include "domain/authenticator/authenticator_api.h"
#include "domain/captcha/captchas_api.h"
#include "domain/bundles/bundles_admin_api.h"
#include "domain/bundles/bundles_api.h"
#include "domain/bundles/endpoint_edit_api.h"
#include "domain/bundles/endpoints_api.h"
#include "domain/bundles/import_api.h"
#include "domain/bundles/versions_api.h"
#include "domain/documents/document.h"
#include "domain/health/health_api.h"
#include "domain/audit/audit_api.h"
#include "domain/institutions/institutions_api.h"
#include "domain/keys/keys_api.h"
#include "domain/messages/messages_api.h"
#include "domain/messages/queue_api.h"
#include "domain/messages/webhooks_api.h"
#include "domain/notifications/notifications_api.h"
#include "domain/reports/usage_api.h"
#include "domain/requests/requests_api.h"
#include "domain/requests/review_api.h"
#include "domain/passkeys/passkeys_api.h"
#include "domain/passwords/passwords_api.h"
#include "domain/profile/contact_api.h"
#include "domain/profile/profile_api.h"
#include "domain/sessions/auth_api.h"
#include "domain/sessions/sessions_api.h"
#include "domain/sessions/step_up_api.h"
#include "domain/settings/settings_api.h"
#include "domain/signup/signup_api.h"
#include "domain/templates/templates_api.h"
#include "domain/testing/testing_api.h"
#include "domain/totp/totp_api.h"
#include "domain/users/users_api.h"
#include "web/files.h"

const struct route routes[] = {
    /* Health */
    { "GET",    "/healthz",             ANYONE,     healthz_get,        LIMIT_NONE },
    { "GET",    "/readyz",              ANYONE,     readyz_get,         LIMIT_NONE },
    { "GET",    "/metrics",             ANYONE,     metrics_get,        LIMIT_NONE },

    /* Sign-up */
    { "POST",   "/signup",              ANYONE,     signup_post },
    { "POST",   "/signup/verify",       ANYONE,     signup_verify_post, LIMIT_PUBLIC },
    { "POST",   "/signup/resend",       ANYONE,     signup_resend_post, LIMIT_PUBLIC },
    { "POST",   "/internal/register",   INTERNAL_CLIENT, internal_register_post },
    { "POST",   "/check/email",         ANYONE,     check_email_post,   LIMIT_PUBLIC },
    { "GET",    "/captcha",             ANYONE,     captcha_get,        LIMIT_PUBLIC },

    /* Messages */
    { "GET",    "/dev/outbox",          DEVELOPMENT, dev_outbox_get },
    { "GET",    "/admin/messages",      ADMIN,      admin_messages_list },
    { "GET",    "/admin/message-channels", ADMIN,   message_channels_get },
    { "POST",   "/admin/messages/test", ADMIN,      channel_test_post },
    { "POST",   "/admin/messages/retry", ADMIN,     messages_retry_post },
    { "GET",    "/admin/messages/:id",  ADMIN,      admin_message_get },
    { "POST",   "/admin/messages/:id/send", ADMIN,  admin_message_send },
    { "GET",    "/webhooks/whatsapp",   ANYONE,     whatsapp_webhook_get, LIMIT_PUBLIC },
    { "POST",   "/webhooks/whatsapp",   ANYONE,     whatsapp_webhook_post, LIMIT_NONE,
      .takes_any_body = true },
    { "POST",   "/webhooks/providers/:name/:secret", ANYONE, provider_webhook_post, LIMIT_NONE,
      .takes_any_body = true },

    /* Message templates */
    { "GET",    "/admin/message-templates",     ADMIN,  templates_list },
    { "GET",    "/admin/message-templates/:name", ADMIN, template_get },
    { "PUT",    "/admin/message-templates/:name", ADMIN, template_put, .needs_step_up = true },
    { "DELETE", "/admin/message-templates/:name", ADMIN, template_delete, .needs_step_up = true },
    { "POST",   "/admin/message-templates/:name/preview", ADMIN, template_preview_post },
    { "POST",   "/admin/message-templates/:name/test", ADMIN, template_test_post },

    /* Requests */
    { "GET",    "/requests",            SIGNED_IN,  requests_list },
    { "POST",   "/requests",            SIGNED_IN,  requests_post,
      .upload_max_bytes = LETTER_MAX_BYTES, .is_idempotent = true },
    { "GET",    "/requests/:id",        SIGNED_IN,  request_get },
    { "DELETE", "/requests/:id",        SIGNED_IN,  request_delete },
    { "POST",   "/requests/:id/revision", SIGNED_IN, request_revision_post,
      .upload_max_bytes = LETTER_MAX_BYTES, .is_idempotent = true },
    { "GET",    "/requests/:id/letter", SIGNED_IN,  request_letter_get },
    { "GET",    "/admin/requests",      REVIEWER,   review_list },
    { "GET",    "/admin/requests/:id",  REVIEWER,   review_get },
    { "POST",   "/admin/requests/:id/approve", REVIEWER, review_approve_post },
    { "POST",   "/admin/requests/:id/reject", REVIEWER, review_reject_post },
    { "POST",   "/admin/requests/:id/revise", REVIEWER, review_revise_post },
    { "POST",   "/admin/requests/:id/revoke", REVIEWER, review_revoke_post },
    { "PUT",    "/admin/requests/:id/limits", REVIEWER, review_limits_put },

    /* Signing in and out */
    { "POST",   "/auth",                ANYONE,     auth_post,          LIMIT_PUBLIC },
    { "POST",   "/auth/verify",         ANYONE,     auth_verify,        LIMIT_PUBLIC },
    { "POST",   "/auth/resend",         ANYONE,     auth_resend,        LIMIT_PUBLIC },
    { "GET",    "/auth/challenges/:id", ANYONE,     auth_challenge_get, LIMIT_PUBLIC },
    { "POST",   "/auth/refresh",        ANYONE,     auth_refresh,       LIMIT_PUBLIC },
    { "POST",   "/auth/logout",         ANYONE,     auth_logout },
    { "POST",   "/auth/step-up",        SIGNED_IN,  auth_step_up_post },
    { "GET",    "/sessions",            SIGNED_IN,  sessions_list },
    { "DELETE", "/sessions",            SIGNED_IN,  sessions_delete },
    { "DELETE", "/sessions/:id",        SIGNED_IN,  session_delete },

    /* The account's device */
    { "POST",   "/authenticator/pair",  ANYONE,     authenticator_pair_post, LIMIT_PUBLIC },
    { "GET",    "/authenticator/challenges", DEVICE, authenticator_challenges_get },
    { "POST",   "/authenticator/challenges/:id", DEVICE, authenticator_challenge_post },
    { "DELETE", "/authenticator",       DEVICE,     authenticator_delete },

    /* The own account */
    { "GET",    "/profile",             SIGNED_IN,  profile_get },
    { "PATCH",  "/profile",             SIGNED_IN,  profile_patch },
    { "POST",   "/profile/password",    SIGNED_IN,  password_change_post },
    { "GET",    "/profile/picture",     SIGNED_IN,  profile_picture_get },
    { "GET",    "/profile/contact",     SIGNED_IN,  contact_get },
    { "POST",   "/profile/contact",     SIGNED_IN,  contact_post, .needs_step_up = true },
    { "DELETE", "/profile/contact",     SIGNED_IN,  contact_delete },
    { "POST",   "/profile/contact/confirm", SIGNED_IN, contact_confirm_post },
    { "POST",   "/profile/contact/resend", SIGNED_IN, contact_resend_post },
    { "POST",   "/update-basic-profile", SIGNED_IN, profile_update_post,
      .upload_max_bytes = 5 * 1024 * 1024 },
    { "POST",   "/password/forgot",     ANYONE,     password_forgot_post, LIMIT_PUBLIC },
    { "POST",   "/password/reset",      ANYONE,     password_reset_post, LIMIT_PUBLIC },

    /* The second factor */
    { "GET",    "/totp",                SIGNED_IN,  totp_get },
    { "POST",   "/totp/enrolment",      ANYONE,     totp_enrolment_post, LIMIT_PUBLIC },
    { "POST",   "/totp/activate",       ANYONE,     totp_activate_post, LIMIT_PUBLIC },
    { "POST",   "/totp/disable",        SIGNED_IN,  totp_disable_post },
    { "POST",   "/totp/recovery-codes", SIGNED_IN,  recovery_codes_post, .needs_step_up = true },
    { "POST",   "/totp/reset-request",  ANYONE,     totp_reset_request_post, LIMIT_PUBLIC },
    { "POST",   "/totp/reset",          ANYONE,     totp_reset_post, LIMIT_PUBLIC },
    { "POST",   "/totp/reset-cancel",   SIGNED_IN,  totp_reset_cancel_post },

    /* Passkeys */
    { "POST",   "/auth/passkey/options", ANYONE,    auth_passkey_options_post, LIMIT_PUBLIC },
    { "POST",   "/auth/passkey",        ANYONE,     auth_passkey_post,  LIMIT_PUBLIC },
    { "GET",    "/passkeys",            SIGNED_IN,  passkeys_list },
    { "POST",   "/passkeys",            SIGNED_IN,  passkeys_post },
    { "POST",   "/passkeys/options",    SIGNED_IN,  passkey_options_post, .needs_step_up = true },
    { "PATCH",  "/passkeys/:id",        SIGNED_IN,  passkey_patch },
    { "DELETE", "/passkeys/:id",        SIGNED_IN,  passkey_delete, .needs_step_up = true },

    /* API keys */
    { "GET",    "/keys",                SIGNED_IN,  keys_list },
    { "POST",   "/keys",                SIGNED_IN,  keys_post, .is_idempotent = true },
    { "GET",    "/keys/:id",            SIGNED_IN,  key_get },
    { "PATCH",  "/keys/:id",            SIGNED_IN,  key_patch },
    { "DELETE", "/keys/:id",            SIGNED_IN,  key_delete_one },
    { "POST",   "/keys/:id/activate",   SIGNED_IN,  key_activate_post },
    { "POST",   "/keys/:id/deactivate", SIGNED_IN,  key_deactivate_post },
    { "POST",   "/keys/:id/rotate",     SIGNED_IN,  key_rotate_post, .is_idempotent = true },
    { "GET",    "/keys/:id/calls",      SIGNED_IN,  key_calls_get },
    { "GET",    "/admin/keys",          ADMIN,      admin_keys_list },
    { "POST",   "/admin/keys/:id/activate", ADMIN,  admin_key_activate_post },
    { "POST",   "/admin/keys/:id/deactivate", ADMIN, admin_key_deactivate_post },

    /* Usage */
    { "GET",    "/usage",               SIGNED_IN,  usage_get },
    { "GET",    "/usage.csv",           SIGNED_IN,  usage_csv_get },
    { "GET",    "/admin/usage",         PUBLISHER,  admin_usage_get },
    { "GET",    "/admin/usage.csv",     PUBLISHER,  admin_usage_csv_get },

    /* Notifications */
    { "GET",    "/notifications",       SIGNED_IN,  notifications_get },
    { "POST",   "/notifications/read",  SIGNED_IN,  notifications_read_post },

    /* Accounts and institutions */
    { "GET",    "/admin/users",         ADMIN,      users_list },
    { "GET",    "/admin/users/:id",     ADMIN,      user_get },
    { "PATCH",  "/admin/users/:id",     ADMIN,      user_patch, .needs_step_up = true },
    { "POST",   "/admin/users/:id/totp-reset", ADMIN, user_totp_reset_post,
      .needs_step_up = true },
    { "GET",    "/admin/institutions",  ADMIN,      institutions_list_get },
    { "POST",   "/admin/institutions/:id/validate", ADMIN, institution_validate },
    { "POST",   "/admin/institutions/:id/reject", ADMIN, institution_reject },

    /* Audit and settings */
    { "GET",    "/admin/audit",         ADMIN,      audit_get },
    { "GET",    "/admin/audit.csv",     ADMIN,      audit_csv_get },
    { "GET",    "/admin/settings",      ADMIN,      settings_get },
    { "PATCH",  "/admin/settings",      ADMIN,      settings_patch, .needs_step_up = true },

    /* Marketplace */
    { "GET",    "/bundles",                 READER,     bundles_get, .shrinks = true },
    { "GET",    "/tags",                    READER,     tags_get },
    { "GET",    "/bundles/:slug",           READER,     bundle_get, .shrinks = true },
    { "GET",    "/bundles/:slug/openapi.json", READER, bundle_openapi_get },
    { "GET",    "/bundles/:slug/postman.json", READER, bundle_postman_get, .shrinks = true },
    { "GET",    "/bundles/:slug/endpoints", READER,     bundle_endpoints_get,
      .shrinks = true },
    { "GET",    "/bundles/:slug/endpoints/:id", READER, bundle_endpoint_get, .shrinks = true },
    { "GET",    "/bundles/:slug/schemas/:name", READER, bundle_schema_get, .shrinks = true },
    { "GET",    "/bundles/:slug/versions",  READER,     bundle_versions_get },
    { "POST",   "/bundles/:slug/test",      SIGNED_IN,  bundle_test_post },

    /* Administration: bundles */
    { "GET",    "/admin/bundles",           PUBLISHER,  admin_bundles_get },
    { "POST",   "/admin/bundles",           PUBLISHER,  admin_bundles_post },
    { "POST",   "/admin/bundles/import",    PUBLISHER,  admin_bundles_import,
      .upload_max_bytes = DOCUMENT_BYTES_MAX, .json_upload = "openapi" },
    { "GET",    "/admin/bundles/:slug",     PUBLISHER,  admin_bundle_get },
    { "PATCH",  "/admin/bundles/:slug",     PUBLISHER,  admin_bundle_patch },
    { "DELETE", "/admin/bundles/:slug",     PUBLISHER,  admin_bundle_delete },
    { "POST",   "/admin/bundles/:slug/publish",     PUBLISHER,  admin_bundle_publish },
    { "POST",   "/admin/bundles/:slug/deprecate",   PUBLISHER,  admin_bundle_deprecate },
    { "POST",   "/admin/bundles/:slug/retire",      PUBLISHER,  admin_bundle_retire },
    { "POST",   "/admin/bundles/:slug/import",      PUBLISHER,  admin_bundle_import,
      .upload_max_bytes = DOCUMENT_BYTES_MAX, .json_upload = "openapi" },
    { "POST",   "/admin/bundles/:slug/endpoints",   PUBLISHER,  admin_endpoints_post },
    { "GET",    "/admin/bundles/:slug/endpoints/:id", PUBLISHER, admin_endpoint_get },
    { "PUT",    "/admin/bundles/:slug/endpoints/:id", PUBLISHER, admin_endpoint_put },
    { "DELETE", "/admin/bundles/:slug/endpoints/:id", PUBLISHER, admin_endpoint_delete },
    { "POST",   "/admin/bundles/:slug/versions/:version/current", PUBLISHER,
      admin_version_current_post, .needs_step_up = true },
    { "POST",   "/admin/bundles/:slug/versions/:version/deprecate", PUBLISHER,
      admin_version_deprecate_post },
    { "POST",   "/admin/bundles/:slug/versions/:version/retire", PUBLISHER,
      admin_version_retire_post },
    { "GET",    "/admin/bundles/:slug/versions/:version", PUBLISHER, admin_version_get },
    { "PATCH",  "/admin/bundles/:slug/versions/:version", PUBLISHER, admin_version_patch },
    { "DELETE", "/admin/bundles/:slug/versions/:version", PUBLISHER, admin_version_delete },

    /* The web app, and what follows it as a folder */
    { "GET",    "/",                    ANYONE,     webapp_redirect,    LIMIT_NONE },
    { "GET",    "/app",                 ANYONE,     webapp_redirect,    LIMIT_NONE },
    { "GET",    "/app/*",               ANYONE,     webapp_get,         LIMIT_NONE },
};
const int route_count = sizeof routes / sizeof routes[0];

const struct route metrics_routes[] = {
    { "GET",    "/metrics",             ANYONE,     metrics_own_get,    LIMIT_NONE },
};
const int metrics_route_count = sizeof metrics_routes / sizeof metrics_routes[0];
