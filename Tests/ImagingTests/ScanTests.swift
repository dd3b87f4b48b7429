/// A scan finds what a hospital exports, tells of it while it goes on, and stops at nothing.

import Foundation
import Imaging
import Synchronization
import Testing

@Suite("Looking for films")
struct ScanTests {
  private let film = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4]).build()

  @Test("films come in the order of names, files before subfolders, whatever their endings say")
  func order() throws {
    let folder = try ScanFolder()
    for name in [
      "b/IM000002", "b/1.2.840.113619.2.7", "a.dcm", "z.TIF", "c.pgm", ".hidden.dcm", "notes.txt",
      "b/DICOMDIR",
    ] {
      try folder.write(film, name)
    }
    try folder.write(Array("no film".utf8), "README")
    let scan = folder.scan()
    #expect(scan.films == ["a.dcm", "c.pgm", "z.TIF", "b/1.2.840.113619.2.7", "b/IM000002"])
    #expect(scan.named == [] && scan.skipped == [:] && scan.isFinished)
  }

  @Test("links in circles, links to nowhere, pipes and sockets cost a line each and nothing else")
  func specialEntries() throws {
    let folder = try ScanFolder()
    try folder.write(film, "in/film.dcm")
    try folder.link("in/up", to: "..")
    try folder.link("in/self", to: "self")
    try folder.link("in/nowhere", to: "missing")
    try folder.link("in/same.dcm", to: "film.dcm")
    folder.pipe("in/pipe.dcm")
    folder.socket("in/socket.dcm")
    let scan = folder.scan(["", "in/pipe.dcm"])
    #expect(scan.films == ["in/film.dcm", "in/same.dcm"])
    #expect(
      scan.skipped == [
        "in/up": .listedBefore, "in/self": .listedBefore, "in/nowhere": .brokenLink, "in/pipe.dcm": .pipe,
        "in/socket.dcm": .socket,
      ])
  }

  @Test("lists, directories of media and patterns name films; what they name wrongly costs a line")
  func lists() throws {
    let folder = try ScanFolder()
    for name in ["disk/IMAGES/IM1", "disk/IMAGES/IM2", "films/x1.dcm", "films/x2.dcm"] {
      try folder.write(film, name)
    }
    try folder.write(Array("ImageID,Age\nfilms/x2.dcm,7\n\"films/x1.dcm\",8\n".utf8), "list.csv")
    try folder.write(Array("Name\nfilms/x2.dcm\n".utf8), "other.csv")
    try folder.write(Array("ImageID\n\"films".utf8), "torn.csv")
    try folder.write(directory(["IMAGES\\IM2", "..\\secret", "IMAGES\\IM1"]), "disk/DICOMDIR")
    try folder.write([1, 2, 3], "bad/DICOMDIR")
    #expect(folder.scan(["list.csv"]).films == ["films/x2.dcm", "films/x1.dcm"])
    #expect(folder.scan(["disk/DICOMDIR"]).films == ["disk/IMAGES/IM2", "disk/IMAGES/IM1"])
    #expect(folder.scan(["films/*2.dcm"]).films == ["films/x2.dcm"])
    #expect(
      folder.scan(["other.csv", "torn.csv", "bad/DICOMDIR", "nothing*", "gone"]).skipped == [
        "other.csv": .noImageColumn, "torn.csv": .brokenTable(.openQuote(line: 2)),
        "bad/DICOMDIR": .brokenDirectory, "nothing*": .noMatch, "gone": .missing,
      ])
  }

  private func directory(_ files: [String]) -> [UInt8] {
    var file = DicomBuilder(rows: 1, columns: 1, words: [0])
    let records = files.map { [DicomBuilder.Element(tag: 0x0004_1500, vr: "CS", value: .text($0))] }
    file.set(0x0004_1220, "SQ", .items(records))
    return file.build()
  }

  @Test(
    "paths come from standard input, one a line, or as find -print0 writes them",
    arguments: ["\n", "\r\n", "\0"])
  func standardInput(separator: String) throws {
    let folder = try ScanFolder()
    try folder.write(film, "a/one.dcm")
    try folder.write(film, "two.dcm")
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let text = Array([folder.path + "/two.dcm", folder.path + "/a"].joined(separator: separator).utf8)
    #expect(Glibc.write(ends[1], text, text.count) == text.count)
    close(ends[1])
    defer { close(ends[0]) }
    #expect(folder.scan(["-"], input: ends[0]).films == ["two.dcm", "a/one.dcm"])
  }

  @Test("a folder that does not answer holds up no other, and is taken up when it answers")
  func stalledFolder() throws {
    let folder = try ScanFolder()
    for name in ["a/1.dcm", "slow/2.dcm", "z/3.dcm"] { try folder.write(film, name) }
    let found = Mutex<[String]>([])
    let isOpen = Mutex(false)
    var disk = ScanDisk.system
    let list = disk.list
    disk.list = { path, tell in
      if path.hasSuffix("slow") { while !isOpen.withLock(\.self) { usleep(1000) } }
      return list(path, tell)
    }
    var settings = FilmScan.Settings()
    settings.patience = .milliseconds(20)
    FilmScan([folder.path], settings: settings, disk: disk) { event in
      guard case .found(let films) = event else { return }
      found.withLock { $0 += films.map { ($0.path as NSString).lastPathComponent } }
      // The slow folder opens only after the film behind it was found.
      if films.contains(where: { $0.path.hasSuffix("3.dcm") }) { isOpen.withLock { $0 = true } }
    }.run()
    #expect(found.withLock(\.self) == ["1.dcm", "3.dcm", "2.dcm"])
  }

  @Test("a folder that never answers is passed over in the end")
  func silentFolder() throws {
    let folder = try ScanFolder()
    for name in ["dead/2.dcm", "z/3.dcm"] { try folder.write(film, name) }
    var disk = ScanDisk.system
    let list = disk.list
    disk.list = { path, tell in
      if path.hasSuffix("dead") { while true { sleep(1000) } }
      return list(path, tell)
    }
    var settings = FilmScan.Settings()
    (settings.patience, settings.lastChance) = (.milliseconds(20), .milliseconds(60))
    let events = Mutex<[ScanEvent]>([])
    FilmScan([folder.path], settings: settings, disk: disk) { event in
      events.withLock { $0.append(event) }
    }.run()
    let scan = Scanned(events.withLock(\.self), below: folder.path)
    #expect(scan.films == ["z/3.dcm"] && scan.skipped == ["dead": .silent(seconds: 0)])
  }
}

@Suite("Headers without pixels")
struct FilmHeaderTests {
  private func builder(_ encoding: DicomBuilder.Encoding) -> DicomBuilder {
    var file = DicomBuilder(rows: 2, columns: 3, words: [0, 1, 2, 3, 4, 5], encoding: encoding)
    file.set(0x0008_0020, "DA", .text("20260102"))
    file.set(0x0008_0030, "TM", .text("093015.25"))
    file.set(0x0010_0020, "LO", .text("4711"))
    file.set(0x0010_0021, "LO", .text("A"))
    file.set(0x0010_0030, "DA", .text("19600304"))
    file.set(0x0010_0040, "CS", .text("F"))
    file.set(0x0018_5101, "CS", .text("PA"))
    file.set(0x0020_000D, "UI", .text("1.2.3"))
    file.set(0x0020_0013, "IS", .text("4"))
    file.set(0x0028_0008, "IS", .text("1"))
    return file
  }

  private func header(_ bytes: [UInt8]) throws -> FilmHeader {
    let folder = try ScanFolder()
    try folder.write(bytes, "film.dcm")
    return try FilmHeader.read(folder.path + "/film.dcm").get()
  }

  @Test(
    "patient, study, view and size are the same in every encoding",
    arguments: [DicomBuilder.Encoding.implicitLittle, .explicitLittle, .explicitBig, .deflated],
    [true, false])
  func encodings(encoding: DicomBuilder.Encoding, preamble: Bool) throws {
    var file = builder(encoding)
    file.preamble = preamble
    let header = try header(file.build())
    #expect(header.patient == PatientKey(id: "4711", issuer: "A", birthDate: "19600304"))
    #expect(header.studyInstanceUID == "1.2.3" && header.studyDate == "20260102")
    #expect(header.studyTime == "093015" && header.viewPosition == "PA" && header.instanceNumber == 4)
    #expect(header.sex == .female && header.ageYears == 65 && header.frames == 1)
    #expect(header.rows == 2 && header.columns == 3 && header.content == .image)
  }

  @Test("pixels are not needed, and a long preface is read through")
  func partial() throws {
    var file = builder(.explicitLittle)
    file.set(0x0009_1010, "OB", .bytes([UInt8](repeating: 7, count: 300_000)))
    let bytes = file.build()
    #expect(try header(Array(bytes.dropLast(14))).rows == 2)
  }

  @Test("an ID in another alphabet stays itself") func bytesCount() throws {
    var keys: Set<PatientKey?> = []
    for last in [UInt8(0xE9), 0xE8] {
      var file = builder(.explicitLittle)
      file.set(0x0010_0020, "LO", .bytes([0x41, last]))
      keys.insert(try header(file.build()).patient)
    }
    #expect(keys.count == 2)
  }

  @Test("a report is no film, and a presentation is told from it") func contents() throws {
    var file = builder(.explicitLittle)
    for tag: UInt32 in [0x0028_0010, 0x0028_0011, 0x7FE0_0010] { file.remove(tag) }
    file.set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.88.33"))
    #expect(try header(file.build()).content == .other)
    file.set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.11.1"))
    #expect(try header(file.build()).content == .presentation)
  }

  @Test("every syntax of the fixtures gives the sizes that opening gives, cut short anywhere") func syntaxes()
    throws
  {
    let fixtures = try #require(Bundle.module.url(forResource: "Fixtures/syntaxes", withExtension: nil))
    let names = try FileManager.default.contentsOfDirectory(atPath: fixtures.path)
    for name in names where name.hasSuffix(".dcm") {
      let path = fixtures.path + "/" + name
      let header = try FilmHeader.read(path).get()
      guard let film = try? Film.open(path: path) else { continue }
      #expect(header.rows == film.frame.rows && header.frames == film.metadata.frames, "\(name)")
      let bytes = try ImageFile.read(path)
      let folder = try ScanFolder()
      for length in stride(from: 0, to: bytes.count, by: 37) {
        try folder.write(Array(bytes[..<length]), "cut.dcm")
        _ = FilmHeader.read(folder.path + "/cut.dcm")
      }
    }
  }
}
