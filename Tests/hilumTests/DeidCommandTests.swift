/// `hilum deid`, as a script sees it: where it writes, with which modes, and that it names nobody.

import Foundation
import Imaging
import Testing

@Suite("hilum deid", .serialized)
struct DeidCommandTests {
  /// A folder of two films whose names and headers name a patient.
  private final class Desk {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-deid-\(UUID().uuidString)")
    var films: String { folder.appending(path: "in").path }
    var out: String { folder.appending(path: "out").path }
    var key: String { folder.appending(path: "key").path }
    var first: String { films + "/CANARY_1.dcm" }

    init() throws {
      try FileManager.default.createDirectory(atPath: films, withIntermediateDirectories: true)
      for number in 1...2 {
        var attributes = DXAttributes(
          studyInstanceUID: "1.2.3", seriesInstanceUID: "1.2.3.1", sopInstanceUID: "1.2.3.1.\(number)",
          patientName: "CANARY^BIRD", patientID: "CANARY-1", studyDate: "20240229")
        attributes.accessionNumber = "CANARY-ACC"
        let frame = StoredFrame(
          rows: 64, columns: 64, bitsStored: 12, photometric: .monochrome2,
          values: (0..<4096).map { Int32($0) })
        let bytes = try DicomWriter.write(frame: frame, attributes: attributes)
        try Data(bytes).write(to: URL(filePath: films + "/CANARY_\(number).dcm"))
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func mode(_ path: String) throws -> Int {
      try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
  }

  @Test("no name in what is written, printed or complained of; files 0600, folders 0700")
  func canary() throws {
    let desk = try Desk()
    let run = try Program.run("deid", desk.films, desk.out, "--key", desk.key)
    #expect(run.status == 0)
    #expect(run.complaints == [])
    #expect(!run.output.contains("CANARY") && run.output.contains("2 of 2 films"))
    let names = try FileManager.default.contentsOfDirectory(atPath: desk.out)
    #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("2.25.") && $0.hasSuffix(".dcm") })
    for name in names {
      let bytes = try Data(contentsOf: URL(filePath: desk.out + "/" + name))
      #expect(bytes.range(of: Data("CANARY".utf8)) == nil)
      #expect(try desk.mode(desk.out + "/" + name) == 0o600)
    }
    #expect(try desk.mode(desk.out) == 0o700 && desk.mode(desk.key) == 0o600)
  }

  @Test("nothing is overwritten, and the refusal names a number, not a file") func keeps() throws {
    let desk = try Desk()
    _ = try Program.run("deid", desk.films, desk.out, "--key", desk.key)
    let again = try Program.run("deid", desk.films, desk.out, "--key", desk.key)
    #expect(again.status == 3 && again.complaints.count == 2)
    #expect(again.complaints.allSatisfy { $0.contains("film") && !$0.contains("CANARY") })
    let other = try Program.run("deid", desk.films, desk.out)
    #expect(other.status == 0, "another key gives other names")
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.out).count == 4)
  }

  @Test("one film may get a name of its own") func single() throws {
    let desk = try Desk()
    let file = desk.folder.appending(path: "one.dcm").path
    #expect(try Program.run("deid", desk.first, file).status == 0)
    #expect(try Film.open(path: file).frame.values[4095] == 4095)
    #expect(try desk.mode(file) == 0o600)
  }

  @Test("a key that others may read is no key, and what is missing is a mistake of usage") func refusals()
    throws
  {
    let desk = try Desk()
    _ = FileManager.default.createFile(
      atPath: desk.key, contents: Data(repeating: 7, count: 32), attributes: [.posixPermissions: 0o644])
    let run = try Program.run("deid", desk.films, desk.out, "--key", desk.key)
    #expect(run.status == 1 && run.complaints.first?.contains("chmod 600") == true)
    #expect(!FileManager.default.fileExists(atPath: desk.out))
    #expect(try Program.run("deid", desk.folder.path + "/none", desk.out).status == 2)
    let damaged = desk.films + "/CANARY_3.dcm"
    try Data(contentsOf: URL(filePath: desk.first)).prefix(900).write(to: URL(filePath: damaged))
    let some = try Program.run("deid", desk.films, desk.out)
    #expect(some.status == 3 && some.complaints.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.out).count == 2)
  }
}
