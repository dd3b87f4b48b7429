import Foundation
import Review
import Testing

@Suite("The key for pseudonyms")
struct SecretKeyTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "hilum-key-\(UUID().uuidString)")

  @Test("a key is made once, for its owner alone, and names the same things the same way") func made() throws
  {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "key").path
    let first = try SecretKey(file: path), again = try SecretKey(file: path)
    #expect(first.pseudonym(of: "1.2.3") == again.pseudonym(of: "1.2.3"))
    #expect(first.pseudonym(of: "1.2.3") != SecretKey().pseudonym(of: "1.2.3"))
    #expect(first.pseudonym(of: "1.2.3").utf8.count == 64)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: ReviewError.keyNotPrivate(path: path)) { try SecretKey(file: path) }
  }

  @Test("a key that is too short is refused") func short() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "short").path
    _ = FileManager.default.createFile(
      atPath: path, contents: Data([1, 2, 3]), attributes: [.posixPermissions: 0o600])
    #expect(throws: ReviewError.keyTooShort(path: path, bytes: 16)) { try SecretKey(file: path) }
  }
}
