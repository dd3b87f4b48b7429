/// Turns the facts of an `ImagingError` into one line: what happened, where, and what to try.

extension ImagingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let reason): "The file cannot be read: \(reason). Check its path and permissions."
    case .notARegularFile: "This is not a regular file. Give the path of a PNG, JPEG or DICOM file."
    case .fileTooLarge(let bytes, let limit):
      "The file has \(bytes) bytes, more than the limit of \(limit). Export a single image from it."
    case .unrecognised(let content): content.sentence
    case .tooManyPixels(let columns, let rows, let limit):
      "The header announces \(columns) x \(rows) pixels, more than the limit of \(limit). Export a smaller copy."
    case .damaged(let format, let reason):
      "The \(format.rawValue) data are damaged: \(reason). Fetch the file again from its source."
    case .unsupported(let format, let feature):
      "\(format.rawValue) with \(feature) is not read by this version. Export it as 8 or 16-bit gray."
    case .compressed(let uid, let name):
      "\(name) (\(uid)) is not read by this version. Convert the file to an uncompressed transfer syntax."
    case .unknownTransferSyntax(let uid):
      "The transfer syntax \(uid.isEmpty ? "is missing" : "\(uid) is unknown"). Convert the file to explicit little endian."
    case .noImage(let sopClass):
      "This DICOM file holds no image\(sopClass.map { " (\($0))" } ?? ""). Choose an image of the same study."
    case .attribute(let tag, let fault):
      "\(tag.label) \(fault.phrase). Ask the sender to export the film again."
    case .noSuchFrame(let frame, let count):
      "There is no frame \(frame): the file holds \(count == 1 ? "one frame" : "\(count) frames"). Choose another."
    case .pixelDataTooShort(let bytes, let expected):
      "The pixel data hold \(bytes) bytes where the header calls for \(expected). Fetch the file again from its source."
    case .burnedInText(let places):
      places == 0
        ? "The header says that the pixels name the patient. Have it removed at the source, or try --clean-pixels mask."
        : "Text seems to be burned into the pixels in \(places) place\(places == 1 ? "" : "s"). Try --clean-pixels mask."
    case .outOfMemory: "There is not enough memory for this film. Close other films and try again."
    case .notDecoded(let format, let fault): fault.sentence(format)
    case .unwritable(let reason):
      "The file cannot be written: \(reason). Check the folder and the free space."
    }
  }
}

extension ForeignContent {
  fileprivate var sentence: String {
    let advice = "Give a PNG, JPEG or DICOM file."
    return switch self {
    case .empty: "The file is empty. \(advice)"
    case .webPage: "This is a web page, not an image: the download has probably failed. \(advice)"
    case .gitLFSPointer: "This is a Git LFS pointer, not the image itself. Run `git lfs pull` to fetch it."
    case .gif: "This is a GIF image, which is not read. Convert it to PNG."
    case .jpeg2000: "This is a JPEG 2000 image, which is not read. Convert it to PNG."
    case .pdf: "This is a PDF document, not an image. \(advice)"
    case .zip: "This is a ZIP archive. Unpack it and give the images inside."
    case .unknown: "The first bytes belong to no known image format. \(advice)"
    }
  }
}

extension WorkerFault {
  fileprivate func sentence(_ format: FileFormat) -> String {
    let advice = "The file is probably damaged: fetch it again from its source."
    let data = "The \(format.rawValue) data could not be decoded"
    return switch self {
    case .crashed(let signal):
      "\(data): the decoder stopped on them\(signal > 0 ? " (signal \(signal))" : ""). \(advice)"
    case .tooSlow(let seconds): "\(data) within \(seconds) seconds. \(advice)"
    case .tooMuchMemory: "\(data): they need more memory than a film may. \(advice)"
    case .garbled: "\(data): what the decoder said of them makes no sense. \(advice)"
    case .notStarted(let reason):
      "\(data): the decoder process cannot be started (\(reason)). Free some memory and try again."
    }
  }
}

extension AttributeFault {
  fileprivate var phrase: String {
    switch self {
    case .missing: "is missing"
    case .wrongType: "has the wrong value representation"
    case .outOfRange(let value): "has the impossible value \(value)"
    case .notANumber: "is not a usable number"
    case .contradicts(let other): "contradicts \(other.label)"
    }
  }
}
