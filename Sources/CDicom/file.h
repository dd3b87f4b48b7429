// A parsed file, as the parts of the shim share it.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "CDicom.h"

namespace hilum {
using Bytes = std::unique_ptr<uint8_t, decltype(&std::free)>;
}

struct cdicom_file {
  cdicom_limits limits;
  DcmMetaInfo meta;
  DcmDataset data;
  /// What a deflated data set holds.
  hilum::Bytes inflated{nullptr, std::free};
  std::string syntax;
  E_TransferSyntax xfer = EXS_Unknown;
  std::vector<uint16_t> table;
};
