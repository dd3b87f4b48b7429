// SHA-256 and HMAC from OpenSSL's libcrypto. Review is the only importer.
#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
