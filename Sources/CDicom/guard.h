// What every part of the shim shares: silence, printable messages, and exceptions turned into a status.
#pragma once

#include "CDicom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include <mutex>
#include <new>

namespace hilum {

/// DCMTK would report to standard error, in the middle of a screen, and quote values.
inline void silence() {
  static std::once_flag once;
  std::call_once(once, [] { OFLog::configure(OFLogger::OFF_LOG_LEVEL); });
}

inline void note(char out[128], const char *text) {
  size_t n = 0;
  for (; text[n] != 0 && n < 127; n++) out[n] = (text[n] >= 32 && text[n] < 127) ? text[n] : '?';
  out[n] = 0;
}

/// Runs `body` and turns whatever it throws into a status.
template <typename Body>
cdicom_status guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return CDICOM_NO_MEMORY;
  } catch (...) {
    return CDICOM_DAMAGED;
  }
}

}  // namespace hilum
