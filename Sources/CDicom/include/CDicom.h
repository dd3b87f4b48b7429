// An extern "C" face over DCMTK: parse, read and write data sets. Imaging is the only importer.
#pragma once
