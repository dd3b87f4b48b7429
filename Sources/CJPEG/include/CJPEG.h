// JPEG decoding over libjpeg-turbo. Imaging is the only importer.
#pragma once
