/// SHA-256 and HMAC-SHA-256 of bytes and files, by OpenSSL's libcrypto.

internal import CCrypto
internal import Foundation

/// A hash that takes bytes as they come.
package struct SHA256: ~Copyable {
  private let context: OpaquePointer?

  package init() {
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// 64 lower-case hexadecimal digits of everything so far. Takes the hash: it cannot go on.
  package consuming func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &digest, nil)
    return Self.hexadecimal(digest)
  }

  /// The hash of some bytes.
  package static func hash(_ bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    Array(bytes).withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// The hash of a regular file, read in pieces of one mebibyte.
  /// - Throws: `ReviewError.file` or `.notARegularFile`.
  package static func hash(file path: String) throws(ReviewError) -> String {
    let file = try OpenFile(reading: path)
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return hash.finish() }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// HMAC-SHA-256 (RFC 2104), in hexadecimal.
  package static func authentication(of message: [UInt8], key: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
    return hexadecimal(digest)
  }

  /// Whether `text` is 64 lower-case hexadecimal digits.
  static func isHexadecimal(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
