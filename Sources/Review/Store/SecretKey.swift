/// A key for pseudonyms: whoever holds it can tell which pseudonym belongs to which patient, so only its owner may read it.

internal import Foundation

package struct SecretKey: Sendable {
  /// Shorter keys could be tried out.
  static let fewestBytes = 16
  private let bytes: [UInt8]

  /// 32 bytes of the system's random source.
  package init() {
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    self.init(bytes: bytes)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The key in the file at `path`; a new one is made there, with mode 0600, if there is none.
  /// - Throws: `.keyNotPrivate` where others may read the file, `.keyTooShort`, `.file`.
  package init(file path: String) throws(ReviewError) {
    if access(path, F_OK) != 0, errno == ENOENT {
      self.init()
      do throws(ReviewError) {
        try FileWriter.create(path, bytes)
        return
      } catch .exists {
        // Another program made one in the meantime: that is the key.
      }
    }
    let file = try OpenFile(reading: path)
    guard file.isPrivate else { throw .keyNotPrivate(path: path) }
    let bytes = try file.readAll(limit: 4096)
    guard bytes.count >= Self.fewestBytes else { throw .keyTooShort(path: path, bytes: Self.fewestBytes) }
    self.init(bytes: bytes)
  }

  /// A keyed one-way name for `text`: HMAC-SHA-256, 64 hexadecimal digits.
  package func pseudonym(of text: String) -> String {
    SHA256.authentication(of: Array(text.utf8), key: bytes)
  }
}
