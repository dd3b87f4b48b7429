// Comments inside compressed pixels, where encoders write names and software.
#pragma once

#include "CDicom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace hilum {

/// Blanks the comment and application segments of every JPEG, JPEG-LS and JPEG 2000 fragment, and counts them.
OFCondition scrub_pixels(DcmDataset &data, E_TransferSyntax xfer, cdicom_tally &tally);

}  // namespace hilum
