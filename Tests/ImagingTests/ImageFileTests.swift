/// Files are read whole or refused, and written so that nobody sees half of one.

import Foundation
import Imaging
import Testing

@Suite("Image files")
struct ImageFileTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "imaging-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test("what is written is read back, is private, and leaves nothing else behind") func roundTrip() throws {
    let path = folder + "/film.png"
    try ImageFile.write([1, 2, 3], to: path)
    try ImageFile.write([4, 5], to: path)
    #expect(try ImageFile.read(path) == [4, 5])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["film.png"])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("folders, devices and pipes are refused at once") func special() throws {
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [folder, "/dev/zero", pipe] {
      #expect(throws: ImagingError.notARegularFile) { try ImageFile.read(path) }
    }
  }

  @Test("a missing file and a missing folder are refused in the system's words") func missing() {
    #expect(throws: ImagingError.unreadable("no such file or directory")) {
      try ImageFile.read(folder + "/none")
    }
    #expect(throws: ImagingError.unwritable("no such file or directory")) {
      try ImageFile.write([1], to: folder + "/none/film.png")
    }
  }

  @Test("a file over the limit is refused by its size") func large() throws {
    try ImageFile.write([UInt8](repeating: 0, count: 100), to: folder + "/large")
    var limits = DecodeLimits.standard
    limits.fileBytes = 99
    #expect(throws: ImagingError.fileTooLarge(bytes: 100, limit: 99)) {
      try Film.open(path: folder + "/large", limits: limits)
    }
  }

  @Test("an empty file is called empty") func empty() throws {
    try ImageFile.write([], to: folder + "/empty")
    #expect(throws: ImagingError.unrecognised(.empty)) { try Film.open(path: folder + "/empty") }
  }
}
