/// What the program asks of a worker, and what it may answer.

/// Work on bytes from a file. The worker knows neither the file's name nor any other.
struct DecodeRequest: Codable {
  enum Work: Codable {
    /// A whole file, and which of its frames is wanted, counted from 0.
    case film([UInt8], frame: Int)
    /// The part of a DICOM file that lies before its native pixels.
    case header([UInt8])
    /// A whole DICOM file that is to be written without its patient, by these keyed hashes.
    case deidentify([UInt8], PixelPolicy, hashes: [String: String])
    /// Inputs of which only the outcomes are wanted.
    case sweep([[UInt8]])
    case rehearsal(Rehearsal)
  }

  let work: Work
  /// What the file's first bytes say; only for messages.
  var format = FileFormat.dicom
  let limits: DecodeLimits
  let budget: WorkerBudget
}

enum DecodeAnswer: Codable {
  case film(Film)
  /// nil where the file has to be decoded as a whole, if only to learn what is wrong with it.
  case header(ImageHeader?)
  case refused(ImagingError)
  case deidentified(DeidentifiedFilm)
  /// The texts whose keyed hashes it takes.
  case lacking([String])
  case swept([SweepOutcome])
  /// What a rehearsal could do.
  case rehearsed([String])
}

/// Why a worker gave no answer.
package enum WorkerFault: Equatable, Codable, Sendable {
  /// It was ended by this signal, or ended itself (0).
  case crashed(signal: Int)
  case tooSlow(seconds: Int)
  case tooMuchMemory
  /// Its answer is not what a decoder says.
  case garbled
  /// There is no worker; the system's own words.
  case notStarted(String)
}

/// How the forked decoder left, as the worker reports it: 0 after an answer, else what `cworker_wait` says.
struct DecodeOutcome: Equatable {
  var ending: UInt64 = 0
  var place = WirePlace(offset: 0, count: 0)

  /// Exit codes of the forked decoder.
  static let notConfined: Int32 = 70
  static let notAnswered: Int32 = 71
}
