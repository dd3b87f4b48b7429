/// What a session file promises: nothing that was called saved is lost, and nothing is called saved that is not.

import Foundation
import Review
import Synchronization
import Testing

@Suite("Store") struct StoreTests {
  let film = StudyID(sha256: String(repeating: "c", count: 64))

  func open(_ path: String, pack: String = "p1", calls: FileCalls = .system) throws -> Store {
    try Store(path, program: "hilum test", pack: pack, calls: calls)
  }

  /// A file with three decisions, and the session they make.
  func written(_ folder: TemporaryFolder) async throws -> Session {
    let store = try open(folder.file("s"))
    _ = try await store.append(.answer(label: "Mass", .present), on: film)
    _ = try await store.append(.undo(sequence: 1), on: film)
    _ = try await store.append(.signOff, on: film)
    return await store.session
  }

  @Test("a session is the same after closing and opening, and its file is private")
  func reopen() async throws {
    let folder = try TemporaryFolder()
    let session = try await written(folder)
    #expect(session.decisions.count == 3)
    #expect(try await open(folder.file("s")).session == session)
    #expect(try folder.mode("s") == 0o600)
    #expect(try folder.names() == ["s"])
  }

  @Test(
    "times survive to the millisecond",
    arguments: [0.0, 0.001, 0.0019, 0.123, 0.999, 0.29, 1_767_225_600.5779])
  func times(seconds: Double) async throws {
    let folder = try TemporaryFolder()
    let time = Date(timeIntervalSince1970: 1_767_225_600 + seconds)
    let decision = try await Store(folder.file("s"), program: "t", pack: "p", now: { time })
      .append(.signOff, on: film)
    #expect(try JournalContents.read(folder.file("s")).session.decisions == [decision])
    #expect(abs(decision.time.timeIntervalSince(time)) <= 0.001)
  }

  @Test("cut at any byte of a line, the file opens with every whole line and keeps the torn end aside")
  func everyCut() async throws {
    let folder = try TemporaryFolder()
    let session = try await written(folder)
    let bytes = try folder.bytes("s")
    let lastLine = (bytes.dropLast().lastIndex(of: 0x0A) ?? 0) + 1
    let lengths = Array(stride(from: 0, to: lastLine, by: 41)) + Array(lastLine...bytes.count)
    for length in lengths {
      try folder.write(Array(bytes[..<length]), "cut-\(length)")
      let whole = bytes[..<length].count { $0 == 0x0A }
      let isLastWhole = length < bytes.count && bytes[length] == 0x0A
      let store = try open(folder.file("cut-\(length)"))
      let expected = max(0, whole + (isLastWhole ? 1 : 0) - 1)
      #expect(await store.session.decisions == Array(session.decisions[..<expected]), "cut at \(length)")
      let isTorn = length > 0 && bytes[length - 1] != 0x0A && !isLastWhole
      #expect((store.keptAside != nil) == isTorn, "cut at \(length)")
      let next = try await store.append(.signOff, on: film)
      #expect(next.sequence == expected + 1)
      #expect(try JournalContents.read(folder.file("cut-\(length)")).ending == .clean)
    }
  }

  @Test("a changed byte anywhere before the last line is found, and its line named")
  func everyFlip() async throws {
    let folder = try TemporaryFolder()
    _ = try await written(folder)
    let bytes = try folder.bytes("s")
    for index in bytes.indices where bytes[index] != 0x0A {
      var damaged = bytes
      damaged[index] ^= 0x01
      try folder.write(damaged, "flipped")
      let line = bytes[..<index].count { $0 == 0x0A } + 1
      let expected: ReviewError =
        line == 1
        ? .notASession(path: folder.file("flipped"))
        : .damagedSession(path: folder.file("flipped"), line: line)
      #expect(throws: expected, "byte \(index)") { try open(folder.file("flipped")) }
      #expect(try folder.bytes("flipped") == damaged, "a refused file is untouched")
    }
  }

  @Test("a removed, repeated or swapped line is found")
  func lines() async throws {
    let folder = try TemporaryFolder()
    _ = try await written(folder)
    let lines = try folder.bytes("s").split(separator: 0x0A).map { Array($0) + [0x0A] }
    let tampered = [[0, 2, 3], [0, 1, 1, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2], [1, 2, 3]]
    for order in tampered {
      try folder.write(order.flatMap { lines[$0] }, "tampered")
      #expect(throws: ReviewError.self, "\(order)") { try open(folder.file("tampered")) }
    }
    try folder.write([0, 2, 3].flatMap { lines[$0] }, "tampered")
    let contents = try JournalContents.read(folder.file("tampered"))
    #expect(contents.ending == .damaged(line: 2) && contents.session.decisions.isEmpty)
  }

  @Test("a file of another kind is left untouched")
  func foreign() throws {
    let folder = try TemporaryFolder()
    for text in ["hello", "{\"hash\":", "PNG\n", "{\"schema\":\"x\"}\n{}\n", "{\"hash\":\"00\n"] {
      let bytes = Array(text.utf8)
      try folder.write(bytes, "foreign")
      if text == "{\"hash\":" { continue }
      #expect(throws: ReviewError.notASession(path: folder.file("foreign")), "\(text)") {
        try open(folder.file("foreign"))
      }
      #expect(try folder.bytes("foreign") == bytes)
    }
    #expect(throws: ReviewError.self) { try open(folder.path) }
    #expect(throws: ReviewError.notARegularFile(path: "/dev/null")) { try open("/dev/null") }
  }

  @Test("a second program is refused and told who has the file; after closing it may open")
  func locked() async throws {
    let folder = try TemporaryFolder()
    do {
      let first = try open(folder.file("s"))
      #expect {
        try open(folder.file("s"))
      } throws: { error in
        guard case ReviewError.sessionInUse(_, let process) = error else { return false }
        return process == nil || process == getpid()
      }
      _ = try await first.append(.signOff, on: film)
    }
    #expect(try await open(folder.file("s")).session.decisions.count == 1)
  }

  @Test("another pack is noted in the file, the same one is not")
  func sittings() throws {
    let folder = try TemporaryFolder()
    for pack in ["p1", "p1", "p2"] { _ = try open(folder.file("s"), pack: pack) }
    #expect(try JournalContents.read(folder.file("s")).sittings.map(\.pack) == ["p1", "p2"])
  }

  @Test("on a full disk nothing is called saved, the file stays whole, and a retry works")
  func fullDisk() async throws {
    let folder = try TemporaryFolder()
    for room in [0, 1, 40, 150] {
      let path = folder.file("s\(room)")
      let isFull = Flag()
      let calls = FileCalls(
        write: { file, bytes, count in
          guard isFull.value else { return write(file, bytes, count) }
          if room > 0 { return write(file, bytes, min(room, count)) }
          errno = ENOSPC
          return -1
        },
        sync: { fsync($0) }, truncate: { ftruncate($0, $1) })
      let store = try open(path, calls: calls)
      _ = try await store.append(.answer(label: "Mass", .present), on: film)
      isFull.value = true
      await #expect(throws: ReviewError.file(path: path, doing: "write to it", code: ENOSPC)) {
        try await store.append(.signOff, on: film)
      }
      #expect(await store.session.decisions.count == 1)
      #expect(try JournalContents.read(path).ending == .clean)
      isFull.value = false
      #expect(try await store.append(.signOff, on: film).sequence == 2)
      #expect(try JournalContents.read(path).session.decisions.count == 2)
    }
  }

  @Test("after a failed sync nothing more is written until the file is opened again")
  func failedSync() async throws {
    let folder = try TemporaryFolder()
    let isBroken = Flag()
    let calls = FileCalls(
      write: { write($0, $1, $2) },
      sync: { file in
        guard isBroken.value else { return fsync(file) }
        errno = EIO
        return -1
      }, truncate: { ftruncate($0, $1) })
    do {
      let store = try open(folder.file("s"), calls: calls)
      _ = try await store.append(.answer(label: "Mass", .present), on: film)
      isBroken.value = true
      await #expect(
        throws: ReviewError.file(path: folder.file("s"), doing: "bring it to the disk", code: EIO)
      ) {
        try await store.append(.signOff, on: film)
      }
      isBroken.value = false
      await #expect(throws: ReviewError.sessionUntrusted(path: folder.file("s"))) {
        try await store.append(.signOff, on: film)
      }
    }
    #expect(try await open(folder.file("s")).session.decisions.count == 1)
  }

  @Test("an interrupted write is repeated")
  func interrupted() async throws {
    let folder = try TemporaryFolder()
    let wasInterrupted = Flag()
    let calls = FileCalls(
      write: { file, bytes, count in
        if wasInterrupted.value { return write(file, bytes, count) }
        wasInterrupted.value = true
        errno = EINTR
        return -1
      }, sync: { fsync($0) }, truncate: { ftruncate($0, $1) })
    let store = try open(folder.file("s"), calls: calls)
    #expect(try await store.append(.signOff, on: film).sequence == 1)
    #expect(try JournalContents.read(folder.file("s")).session.decisions.count == 1)
  }
}

/// A switch that a test turns while another thread looks at it.
private final class Flag: Sendable {
  private let state = Mutex(false)
  var value: Bool {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
