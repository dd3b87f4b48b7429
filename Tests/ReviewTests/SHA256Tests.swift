/// The hashes against the published test vectors (FIPS 180-4, RFC 4231).

import Foundation
import Review
import Testing

@Suite("SHA-256") struct SHA256Tests {
  @Test("the vectors of FIPS 180-4")
  func vectors() {
    #expect(
      SHA256.hash(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA256.hash([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("test case 2 of RFC 4231")
  func authentication() {
    let code = SHA256.authentication(
      of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(code == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test("a file of several pieces hashes like its bytes")
  func file() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try folder.write(bytes, "film")
    #expect(try SHA256.hash(file: folder.file("film")) == SHA256.hash(bytes))
  }

  @Test("a folder, a device and a missing file are refused")
  func refused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ReviewError.notARegularFile(path: "/dev/zero")) { try SHA256.hash(file: "/dev/zero") }
    #expect(throws: ReviewError.notARegularFile(path: folder.path)) { try SHA256.hash(file: folder.path) }
    #expect(throws: ReviewError.self) { try SHA256.hash(file: folder.file("none")) }
  }
}
