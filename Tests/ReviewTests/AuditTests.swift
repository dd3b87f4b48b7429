/// The audit log: what it keeps, and that nothing done to it goes unnoticed.

import Foundation
import Imaging
import Review
import Testing

@Suite("Audit") struct AuditTests {
  /// A log with `count` entries of refused inputs, rotated often enough to have several parts.
  private func log(_ folder: TemporaryFolder, count: Int, rotateAbove: Int = 1 << 20) throws -> AuditLog {
    let pack = try PackFixture.make(folder)
    let log = try AuditLog(folder.file("audit"), rotateAbove: rotateAbove)
    for index in 0..<count {
      let time = Date(timeIntervalSince1970: 1_700_000_000 + Double(index))
      try log.append(
        AuditEntry(
          refused: ReviewError.notARegularFile(path: "/films/Doe^Jane/\(index).dcm"), input: nil, pack: pack,
          program: "test", time: time),
        study: "1.2.3", series: "1.2.3.\(index)")
    }
    return log
  }

  @Test("an entry holds every number of the reading, and nothing of the patient")
  func entry() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let (film, bytes) = try PackFixture.film()
    let sha256 = SHA256.hash(bytes)
    let timed = try await Engine(pack, threads: 1).read(film, study: StudyID(sha256: sha256))
    let log = try AuditLog(folder.file("audit"))
    try log.append(
      AuditEntry(timed, of: AuditSubject(film), pack: pack, program: "test"), study: "1.2.840.99",
      instance: "1.2.840.99.7")
    var entries: [AuditEntry] = []
    let trail = try AuditTrail(folder.file("audit")) { entries.append($0) }
    #expect(trail.isIntact && trail.entries == 1)
    let entry = try #require(entries.first)
    #expect(entry.sequence == 1 && entry.inputSHA256 == sha256 && entry.packSHA256 == pack.sha256)
    #expect(entry.members.map(\.weightsSHA256) == pack.manifest.members.map(\.weights.sha256))
    #expect(entry.labels.map(\.label) == PackFixture.labels)
    for (label, finding) in zip(entry.labels, timed.reading.findings) {
      #expect(label.probability == finding.probability.value && label.logit == finding.ensemble.value)
      #expect(label.threshold == finding.threshold.value && label.decision == finding.state.rawValue)
      #expect(label.temperature != nil && (label.mutualInformation ?? -1) >= 0 && label.members.count == 2)
    }
    #expect(entry.explanationSHA256 != nil && !entry.seconds.isEmpty && entry.settings.count >= 5)
    let text = String(decoding: try folder.bytes("audit/audit.jsonl"), as: UTF8.self)
    #expect(!text.contains("1.2.840.99"))
    #expect(entry.pseudonyms.study?.count == 64 && entry.pseudonyms.study != entry.pseudonyms.instance)
    #expect(try folder.mode("audit") == 0o700)
    for file in ["audit/audit.jsonl", "audit/audit.key", "audit/audit.head"] {
      #expect(try folder.mode(file) == 0o600)
    }
  }

  @Test("a refused input is kept by the name of its error alone")
  func refused() throws {
    let folder = try TemporaryFolder()
    _ = try log(folder, count: 2)
    var entries: [AuditEntry] = []
    _ = try AuditTrail(folder.file("audit")) { entries.append($0) }
    #expect(entries.map(\.error) == ["ReviewError.notARegularFile", "ReviewError.notARegularFile"])
    #expect(entries.allSatisfy { $0.abstention == "reject_input" })
    #expect(entries[0].pseudonyms.study == entries[1].pseudonyms.study)
    #expect(entries[0].pseudonyms.series != entries[1].pseudonyms.series)
    let text = String(decoding: try folder.bytes("audit/audit.jsonl"), as: UTF8.self)
    #expect(!text.contains("Doe") && !text.contains("1.2.3"))
  }

  @Test("every edit, removal, insertion, swap, doubling and new date in a thousand is found")
  func tampering() throws {
    let folder = try TemporaryFolder()
    _ = try log(folder, count: 12)
    let path = "audit/audit.jsonl"
    let whole = try folder.bytes(path)
    let lines = whole.split(separator: 0x0A).map(Array.init)
    var state: UInt64 = 11
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for round in 0..<1000 {
      var changed = lines
      let place = random(lines.count)
      switch round % 6 {
      case 0:
        let byte = random(lines[place].count)
        changed[place][byte] ^= UInt8(1 + random(255))
        if changed[place][byte] == 0x0A { changed[place][byte] = 0x20 }
      case 1: changed.remove(at: place)
      case 2: changed.insert(lines[random(lines.count)], at: place)
      case 3:
        let other = (place + 1 + random(lines.count - 1)) % lines.count
        changed.swapAt(place, other)
      case 4: changed.insert(lines[place], at: place)
      default:
        let text = String(decoding: lines[place], as: UTF8.self)
        changed[place] = Array(text.replacing("2023-11-14", with: "2024-11-14").utf8)
      }
      try folder.write(Array(changed.joined(separator: [0x0A])) + [0x0A], path)
      let trail = try AuditTrail(folder.file("audit"))
      #expect(!trail.isIntact, "round \(round) went unnoticed")
    }
    try folder.write(whole, path)
    #expect(try AuditTrail(folder.file("audit")).isIntact)
  }

  @Test("a changed line is one finding, with its file and number")
  func place() throws {
    let folder = try TemporaryFolder()
    _ = try log(folder, count: 5)
    var text = String(decoding: try folder.bytes("audit/audit.jsonl"), as: UTF8.self)
    text = text.replacing("\"sequence\":3", with: "\"sequence\":9")
    try folder.write(Array(text.utf8), "audit/audit.jsonl")
    let trail = try AuditTrail(folder.file("audit"))
    #expect(trail.findings.map(\.line) == [3] && trail.findings.first?.fault == .changed)
  }

  @Test("a cut tail is found by the head, and a swapped head too")
  func cut() throws {
    let folder = try TemporaryFolder()
    _ = try log(folder, count: 4)
    let whole = try folder.bytes("audit/audit.jsonl")
    let lines = whole.split(separator: 0x0A)
    try folder.write(Array(lines[..<3].joined(separator: [0x0A])) + [0x0A], "audit/audit.jsonl")
    #expect(try AuditTrail(folder.file("audit")).findings.map(\.fault) == [.cutOff(expected: 4)])
    try folder.write(whole, "audit/audit.jsonl")
    let zeros = String(repeating: "0", count: 64)
    try folder.write(Array("4 \(zeros)\n".utf8), "audit/audit.head")
    #expect(try AuditTrail(folder.file("audit")).findings.map(\.fault) == [.headDiffers])
  }

  @Test("rotation keeps the chain, and a removed part is found")
  func rotation() throws {
    let folder = try TemporaryFolder()
    _ = try log(folder, count: 9, rotateAbove: 4000)
    let trail = try AuditTrail(folder.file("audit"))
    #expect(trail.isIntact && trail.entries == 9 && trail.files >= 3)
    try FileManager.default.removeItem(atPath: folder.file("audit/audit-000002.jsonl"))
    #expect(try AuditTrail(folder.file("audit")).isIntact == false)
  }

  @Test("a line cut short anywhere is put aside, and the chain goes on")
  func torn() throws {
    let folder = try TemporaryFolder()
    let log = try log(folder, count: 3)
    let pack = try Pack(folder.file("pack"))
    let whole = try folder.bytes("audit/audit.jsonl")
    let second = try #require(whole.dropLast().lastIndex(of: 0x0A)) + 1
    for end in stride(from: second + 1, to: whole.count - 1, by: 97) {
      try folder.write(Array(whole[..<end]), "audit/audit.jsonl")
      // As after a kill: the head still names the entry before.
      try FileManager.default.removeItem(atPath: folder.file("audit/audit.head"))
      let broken = try AuditTrail(folder.file("audit"))
      #expect(broken.isIntact && broken.entries == 2 && broken.tornBytes == end - second)
      try log.append(
        AuditEntry(refused: ReviewError.cannotUndo(sequence: 1), input: nil, pack: pack, program: "test"))
      let mended = try AuditTrail(folder.file("audit"))
      #expect(mended.isIntact && mended.entries == 3 && mended.tornBytes == 0)
    }
    #expect(try folder.names().contains("audit"))
    let copies = try FileManager.default.contentsOfDirectory(atPath: folder.file("audit"))
    #expect(copies.contains("audit.jsonl.torn-1"))
  }

  @Test("no log is no log, and a damaged end is not added to")
  func absent() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ReviewError.auditMissing(folder: folder.path)) { try AuditTrail(folder.path) }
    let log = try log(folder, count: 1)
    try folder.write(Array("not a line\n".utf8), "audit/audit.jsonl")
    let pack = try Pack(folder.file("pack"))
    #expect(throws: ReviewError.damagedAudit(path: folder.file("audit/audit.jsonl"))) {
      try log.append(
        AuditEntry(refused: ReviewError.cannotUndo(sequence: 1), input: nil, pack: pack, program: "test"))
    }
  }

  @Test("entries that are settled together form the same chain, beside another program's")
  func settledTogether() throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let (one, other) = (try AuditLog(folder.file("audit")), try AuditLog(folder.file("audit")))
    func entry() -> AuditEntry {
      AuditEntry(refused: ReviewError.cannotUndo(sequence: 1), input: nil, pack: pack, program: "test")
    }
    for _ in 0..<3 { try one.append(entry(), settled: false) }
    // Nothing is settled: the head names no entry yet, and the log is intact all the same.
    #expect(!FileManager.default.fileExists(atPath: folder.file("audit/audit.head")))
    try other.append(entry(), settled: false)
    try one.append(entry(), settled: false)
    try one.settle()
    let trail = try AuditTrail(folder.file("audit"))
    #expect(trail.isIntact && trail.entries == 5)
    let head = String(decoding: try folder.bytes("audit/audit.head"), as: UTF8.self)
    #expect(head.hasPrefix("5 "))
    let path = folder.file("audit/audit.jsonl")
    let lines = try folder.bytes("audit/audit.jsonl").split(separator: 0x0A)
    try Data(lines.dropLast().joined(separator: [0x0A]) + [0x0A]).write(to: URL(filePath: path))
    #expect(!(try AuditTrail(folder.file("audit")).isIntact))
  }

  @Test("programs that write at the same time wait for one another")
  func concurrent() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let path = folder.file("audit")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let log = try AuditLog(path)
          for _ in 0..<10 {
            try log.append(
              AuditEntry(
                refused: ReviewError.cannotUndo(sequence: 1), input: nil, pack: pack, program: "test"))
          }
        }
      }
      try await group.waitForAll()
    }
    let trail = try AuditTrail(path)
    #expect(trail.isIntact && trail.entries == 40)
  }
}
