/// De-identification in a worker. The key stays here: the worker asks for the keyed hash of each text that it meets.

internal import Synchronization

extension DecodePool {
  /// A DICOM film without its patient, written by a worker; `Deidentification.run` says what is thrown.
  /// - Parameter authenticate: a keyed one-way function, text to 64 hexadecimal digits.
  package func deidentify(
    _ file: [UInt8], pixels: PixelPolicy, authenticate: (String) -> String
  ) throws(ImagingError) -> DeidentifiedFilm {
    let format = try FileFormat.recognise(file).get()
    var hashes: [String: String] = [:]
    // The first answer is what the worker lacks, the second is the film.
    for _ in 0..<2 {
      let work = DecodeRequest.Work.deidentify(file, pixels, hashes: hashes)
      switch try ask(work, format, inputBytes: file.count, {}) {
      case .deidentified(let film): return film
      case .lacking(let texts): for text in texts { hashes[text] = authenticate(text) }
      case .refused(let error): throw error
      case .film, .header, .swept, .rehearsed: throw .notDecoded(format, .garbled)
      }
    }
    throw .notDecoded(format, .garbled)
  }
}

/// The keyed hashes that a worker was given, and the texts whose hashes it lacks.
final class KeyedHashes: Sendable {
  private let known: [String: String]
  private let missing = Mutex<Set<String>>([])

  init(_ known: [String: String]) { self.known = known }

  subscript(text: String) -> String {
    if let hash = known[text] { return hash }
    _ = missing.withLock { $0.insert(text) }
    return String(repeating: "0", count: 64)
  }

  var lacking: [String] { missing.withLock { $0.sorted() } }
}

extension DecodeRequest {
  /// In the worker: the film, or what it takes to write it.
  func deidentified(_ file: [UInt8], _ pixels: PixelPolicy, _ known: [String: String]) -> DecodeAnswer {
    let hashes = KeyedHashes(known)
    let profile = Deidentification(pixels: pixels) { hashes[$0] }
    do throws(ImagingError) {
      let film = try profile.run(file, limits: limits)
      return hashes.lacking.isEmpty ? .deidentified(film) : .lacking(hashes.lacking)
    } catch {
      return hashes.lacking.isEmpty ? .refused(error) : .lacking(hashes.lacking)
    }
  }
}

extension DeidentifiedFilm {
  /// The name that the file may get leads nowhere else.
  var isConsistent: Bool {
    (1...64).contains(sopInstanceUID.utf8.count)
      && sopInstanceUID.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
  }
}
