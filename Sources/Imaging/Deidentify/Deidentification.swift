/// Takes the patient out of DICOM films: header by the confidentiality profile, burned-in text by refusal or a mask.

internal import CDicom

/// What to do with a film whose pixels seem to hold text.
package enum PixelPolicy: String, CaseIterable, Codable, Sendable {
  /// The film is refused.
  case refuse
  /// The text is painted over (Clean Pixel Data Option, PS3.15 E.3.1).
  case mask
}

/// How many attributes met each fate, sequences included.
package struct DeidentifyTally: Equatable, Codable, Sendable {
  package let removed: Int
  package let emptied: Int
  package let replaced: Int
  package let uids: Int
  package let privateAttributes: Int
  /// Free texts outside the profile's table that held a part of the patient's name or number, and were replaced.
  package let leaks: Int
  /// Comment segments of compressed pixels, blanked.
  package let comments: Int
}

/// A film without its patient.
package struct DeidentifiedFilm: Equatable, Codable, Sendable {
  package let bytes: [UInt8]
  /// The pseudonymous SOP Instance UID: a file name that says nothing.
  package let sopInstanceUID: String
  package let tally: DeidentifyTally
  /// The places that were painted over.
  package let masked: [TextBox]
  /// The header tells of burned-in text that was not found; the header says so still.
  package let mayHoldText: Bool
}

/// The same key gives the same pseudonyms, so that the films of a patient stay together; without it they lead nowhere.
package struct Deidentification: Sendable {
  /// A keyed one-way function: text to 64 hexadecimal digits.
  private let authenticate: @Sendable (String) -> String
  private let pixels: PixelPolicy

  package init(pixels: PixelPolicy, authenticate: @escaping @Sendable (String) -> String) {
    self.pixels = pixels
    self.authenticate = authenticate
  }

  /// The pseudonym of a UID: 128 bits of its keyed hash under the arc for UUIDs (PS3.5 B.2).
  package func pseudonym(uid: String) -> String {
    DicomUID.derived(from: UInt128(authenticate("uid:\(uid)").prefix(32), radix: 16) ?? 0)
  }

  /// A DICOM film without its patient.
  /// - Throws: what keeps the film from being read, `.unsupported` for a file that is no DICOM, `.burnedInText` where the
  ///   policy is to refuse.
  package func run(_ file: [UInt8], limits: DecodeLimits = .standard) throws(ImagingError) -> DeidentifiedFilm
  {
    let format = try FileFormat.recognise(file).get()
    guard format == .dicom else { throw .unsupported(format, feature: "no header to de-identify") }
    let film = try Film.open(bytes: file, limits: limits)
    let boxes = try textToMask(film)
    let data = try DicomDataSet(parsing: file, limits: limits, whole: true)
    guard let uid = film.metadata.sopInstanceUID else { throw .attribute(.sopInstanceUID, .missing) }
    let native = boxes.isEmpty ? nil : try Native(film, masking: boxes)
    let result = try write(data, native)
    try check(result.bytes, against: film, masked: native != nil, limits)
    return DeidentifiedFilm(
      bytes: result.bytes, sopInstanceUID: pseudonym(uid: uid), tally: result.tally, masked: boxes,
      mayHoldText: boxes.isEmpty && film.metadata.declaresText)
  }

  /// Places of burned-in text, by the detector; lead letters that name a side are no text.
  private func textToMask(_ film: Film) throws(ImagingError) -> [TextBox] {
    let found = BurnedInText.find(in: film.frame)
    if found.isEmpty && !film.metadata.declaresText { return [] }
    if pixels == .refuse { throw .burnedInText(places: found.count) }
    if !found.isEmpty, film.metadata.frames > 1 {
      throw .unsupported(.dicom, feature: "text in one of several frames to be masked")
    }
    return found
  }

  private func write(_ data: borrowing DicomDataSet, _ native: Native?) throws(ImagingError)
    -> (bytes: [UInt8], tally: DeidentifyTally)
  {
    let rules = ConfidentialityProfile.actions.map {
      cdicom_rule(tag: $0.tag, action: CChar($0.action.rawValue.asciiValue ?? 0))
    }
    let issuer = data.string(DicomTag(0x0010, 0x0021, "IssuerOfPatientID")) ?? ""
    let patient = authenticate("patient:\(issuer):\(data.string(.patientID) ?? "")").prefix(10).uppercased()
    let box = PseudonymBox { self.pseudonym(uid: $0) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var tally = cdicom_tally()
    let status = withExtendedLifetime(box) {
      rules.withUnsafeBufferPointer { rules in
        "HILUM^\(patient)".withCString { name in
          "HILUM-\(patient)".withCString { id in
            var profile = cdicom_profile(
              rules: rules.baseAddress, rule_count: rules.count, pseudonym: PseudonymBox.call,
              context: Unmanaged.passUnretained(box).toOpaque(), patient_name: name, patient_id: id,
              pixels_cleaned: native == nil ? 0 : 1)
            guard let native else {
              return cdicom_deidentify(data.file, &profile, nil, &bytes, &count, &tally)
            }
            return native.lend { native in
              withUnsafePointer(to: native) {
                cdicom_deidentify(data.file, &profile, $0, &bytes, &count, &tally)
              }
            }
          }
        }
      }
    }
    if status == CDICOM_NO_MEMORY { throw .outOfMemory }
    guard status == CDICOM_OK, let bytes else {
      throw .damaged(.dicom, reason: "it cannot be written again")
    }
    defer { cdicom_free(bytes) }
    return (Array(UnsafeBufferPointer(start: bytes, count: count)), DeidentifyTally(tally))
  }

  /// Reads the result with the same reader as any film: the pixels must be the ones that went in, or the masked ones.
  private func check(_ bytes: [UInt8], against film: Film, masked: Bool, _ limits: DecodeLimits)
    throws(ImagingError)
  {
    let written = try Film.open(bytes: bytes, limits: limits)
    guard bytes.prefix(128).allSatisfy({ $0 == 0 }), masked || written.frame == film.frame,
      written.metadata.sopInstanceUID != film.metadata.sopInstanceUID,
      written.identity != film.identity || film.identity?.clear.line == "no name in the file"
    else {
      throw .damaged(.dicom, reason: "the film that was written does not read as the one that was given")
    }
  }
}

extension AcquisitionMetadata {
  /// The header says that the pixels name or show the patient.
  fileprivate var declaresText: Bool { burnedInAnnotation == true || recognizableFeatures == true }
}

extension DeidentifyTally {
  init(_ tally: cdicom_tally) {
    removed = Int(tally.removed)
    emptied = Int(tally.emptied)
    replaced = Int(tally.replaced)
    uids = Int(tally.uids)
    privateAttributes = Int(tally.private_attributes)
    leaks = Int(tally.leaks)
    comments = Int(tally.comments)
  }
}

/// Carries the pseudonym function through C.
private final class PseudonymBox {
  private let pseudonym: (String) -> String

  init(_ pseudonym: @escaping (String) -> String) { self.pseudonym = pseudonym }

  static let call:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?) -> Void = {
      context, uid, out in
      guard let context, let uid, let out else { return }
      let box = Unmanaged<PseudonymBox>.fromOpaque(context).takeUnretainedValue()
      let text = Array(box.pseudonym(String(cString: uid)).utf8.prefix(64))
      for (index, byte) in text.enumerated() { out[index] = CChar(bitPattern: byte) }
      out[text.count] = 0
    }
}

/// The stored pixels of a film with some places painted over, packed as the file packs them.
private struct Native {
  private let bytes: [UInt8]
  private let photometric: String
  private let samples: Int
  private let bitsStored: Int

  init(_ film: Film, masking boxes: [TextBox]) throws(ImagingError) {
    let frame = film.frame
    var values = frame.values
    for box in boxes { box.paint(over: &values, of: frame) }
    photometric = frame.photometric.rawValue
    samples = frame.samplesPerPixel
    bitsStored = frame.bitsStored
    bytes =
      frame.bitsStored <= 8
      ? values.map { UInt8(truncatingIfNeeded: $0) } + (values.count % 2 == 1 ? [0] : [])
      : values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  func lend<T>(_ body: (cdicom_native) -> T) -> T {
    bytes.withUnsafeBufferPointer { bytes in
      photometric.withCString { name in
        body(
          cdicom_native(
            bytes: bytes.baseAddress, count: bytes.count, photometric: name, samples: UInt16(samples),
            bits_allocated: bitsStored <= 8 ? 8 : 16, bits_stored: UInt16(bitsStored)))
      }
    }
  }
}
