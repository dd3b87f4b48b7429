// A parsed file, as the parts of the shim share it.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <string>
#include <vector>

#include "CDicom.h"

struct cdicom_file {
  cdicom_limits limits;
  DcmMetaInfo meta;
  DcmDataset data;
  std::vector<uint8_t> inflated;
  std::string syntax;
  E_TransferSyntax xfer = EXS_Unknown;
  std::vector<uint16_t> table;
};
