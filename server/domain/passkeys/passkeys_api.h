/* Passkeys over HTTP. The JSON of ceremonies is that of WebAuthn Level 3 itself
 * (PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON …), so that a browser's
 * PublicKeyCredential.parse…FromJSON() and toJSON() can read and write it. */
#pragma once

#include "web/req.h"

handler passkeys_list, passkey_options_post, passkeys_post, passkey_patch, passkey_delete;
handler auth_passkey_options_post, auth_passkey_post;
