/// Films are decoded in another process: with the same bits, and with walls that hold.

import Foundation
import Imaging
import Synchronization
import Testing

private func dicom(bits: Int = 12, inverse: Bool = false) throws -> [UInt8] {
  let frame = StoredFrame(
    rows: 40, columns: 56, bitsStored: bits, photometric: inverse ? .monochrome1 : .monochrome2,
    values: (0..<40 * 56).map { Int32($0 * 7 % (1 << bits)) })
  var facts = DXAttributes(
    studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3", patientName: "X^Y",
    patientID: "1", studyDate: "20260101")
  facts.windows = [Window(center: 100.25, width: 50), Window(center: 7, width: 3)]
  facts.padding = 9
  return try DicomWriter.write(frame: frame, attributes: facts)
}

private func png() throws -> [UInt8] {
  try PNGImage(rows: 9, columns: 11, rgb: (0..<297).map { UInt8($0 % 256) }).encoded()
}

@Suite("Decoding in another process", .serialized)
struct DecodePoolTests {
  private let pool = DecodePool(program: HilumProgram.path)
  private let quick: WorkerBudget = {
    var budget = WorkerBudget(inputBytes: 0)
    (budget.seconds, budget.wallSeconds) = (1, 20)
    return budget
  }()

  @Test("a film from a worker is the film decoded here, bit for bit") func same() throws {
    for bytes in [try dicom(), try dicom(bits: 16), try dicom(bits: 9, inverse: true), try png()] {
      #expect(try pool.open(bytes: bytes) == Film.open(bytes: bytes))
    }
  }

  @Test("a refusal from a worker is the refusal given here") func refusals() throws {
    for bytes in [Array(try dicom().dropLast(100)), Array(try png().prefix(60)), [], Array("<html>".utf8)] {
      let here = try #require(throws: ImagingError.self) { try Film.open(bytes: bytes) }
      #expect(throws: here) { try pool.open(bytes: bytes) }
    }
  }

  @Test("many threads are answered, each about its own film") func threads() throws {
    let films = try (8...16).map { try dicom(bits: $0) }
    let wrong = Tally()
    DispatchQueue.concurrentPerform(iterations: 27) { turn in
      let bytes = films[turn % films.count]
      let film = try? pool.open(bytes: bytes)
      if film?.frame.bitsStored != 8 + turn % films.count { wrong.add() }
    }
    #expect(wrong.count == 0)
    #expect((1...2).contains(pool.idleProcesses.count))
  }

  @Test("two films are decoded at the same time: each waits for the other to be under way") func twoAtOnce()
    throws
  {
    let (bytes, met, done) = (try png(), Tally(), DispatchSemaphore(value: 0))
    let underWay = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    for turn in 0..<2 {
      Thread.detachNewThread {
        _ = try? pool.open(bytes: bytes) {
          underWay[turn].signal()
          if underWay[1 - turn].wait(timeout: .now() + 60) == .success { met.add() }
        }
        done.signal()
      }
    }
    for _ in 0..<2 { done.wait() }
    #expect(met.count == 2 && pool.idleProcesses.count == 2)
  }

  @Test(
    "a worker writes a film without its patient, byte for byte as it is written here, and never has the key")
  func deidentified() throws {
    let key: @Sendable (String) -> String = { text in
      String(text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }, radix: 16)
    }
    for bytes in [try dicom(), try dicom(bits: 16)] {
      let here = try Deidentification(pixels: .refuse, authenticate: key).run(bytes)
      #expect(try pool.deidentify(bytes, pixels: .refuse, authenticate: key) == here)
    }
    #expect(throws: ImagingError.self) {
      try pool.deidentify(try png(), pixels: .refuse, authenticate: key)
    }
  }

  @Test("what is done meanwhile is done once and returned") func meanwhile() throws {
    let (film, count) = try pool.open(bytes: try png()) { 7 }
    #expect(film.frame.rows == 9 && count == 7)
  }

  @Test(
    "a decoder that crashes, computes, waits, grows or floods is ended, and the same worker decodes on",
    arguments: [Rehearsal.crash, .spin, .sleep, .grow, .flood])
  func faults(_ rehearsal: Rehearsal) throws {
    pool.warmUp()
    let workers = pool.idleProcesses
    var budget = quick
    if case .sleep = rehearsal { budget.wallSeconds = 2 }
    if case .flood = rehearsal { budget.seconds = 20 }
    let error = #expect(throws: ImagingError.self) { try pool.rehearse(rehearsal, budget: budget) }
    guard case .notDecoded(_, let fault) = error else { return #expect(Bool(false), "\(error as Any)") }
    switch (rehearsal, fault) {
    case (.crash, .crashed(signal: 11)), (.spin, .tooSlow(seconds: 1)), (.sleep, .tooSlow(seconds: 2)),
      (.grow, .crashed), (.flood, .tooMuchMemory):
      break
    default: #expect(Bool(false), "\(rehearsal) ended as \(fault)")
    }
    #expect(try pool.open(bytes: try png()).frame.rows == 9)
    #expect(pool.idleProcesses == workers)
  }

  @Test("a worker that was stopped together with the program goes on with it, and loses no film")
  func stopped()
    throws
  {
    pool.warmUp()
    let worker = try #require(pool.idleProcesses.first)
    kill(-worker, SIGSTOP)
    #expect(try pool.open(bytes: try png()).frame.rows == 9)
    #expect(pool.idleProcesses == [worker])
  }

  @Test("a busy machine costs no film: the clock counts only for a decoder that waits for ever")
  func patience() {
    for bytes in [1000, 100 << 20] {
      let budget = WorkerBudget(inputBytes: bytes)
      #expect(budget.wallSeconds >= 10 * budget.seconds)
    }
  }

  @Test("a decoder can reach no file, network, process or program") func reach() throws {
    #expect(try pool.rehearse(.reach, budget: quick) == [])
  }

  @Test("a decoder may divide its own work among threads") func divided() throws {
    #expect(try pool.rehearse(.thread, budget: quick) == ["thread"])
  }

  @Test(
    "an answer with wrong bytes is refused or makes a sound film, and never ends the program",
    arguments: [Result { try png() }, Result { try dicom() }])
  func garbled(_ film: Result<[UInt8], any Error>) throws {
    let bytes = try film.get()
    var refused = 0
    for seed in 0..<400 {
      do throws(ImagingError) {
        _ = try pool.rehearse(.garble(bytes, seed: UInt64(seed)), budget: quick)
      } catch {
        #expect(error == .notDecoded(.dicom, .garbled) && seed % 8 != 0)
        refused += 1
      }
    }
    #expect(refused > 250, "only \(refused) of 350 were noticed")
  }

  @Test("a worker that was killed is replaced without a word") func replaced() throws {
    pool.warmUp()
    let worker = try #require(pool.idleProcesses.first)
    kill(worker, SIGKILL)
    #expect(try pool.open(bytes: try png()).frame.rows == 9)
    #expect(pool.idleProcesses != [worker])
  }

  @Test("without a program to start, the film is refused in the system's words") func absent() throws {
    let pool = DecodePool(program: "/nonexistent/hilum")
    #expect(throws: ImagingError.notDecoded(.png, .notStarted("no such file or directory"))) {
      try pool.open(bytes: try png())
    }
  }

  @Test("a pool takes its workers with it") func ended() throws {
    var pool: DecodePool? = DecodePool(program: HilumProgram.path)
    pool?.warmUp()
    let worker = try #require(pool?.idleProcesses.first)
    pool = nil
    #expect(kill(worker, 0) == -1 && errno == ESRCH)
  }

  @Test("a worker has one thread, so that it may fork, and no terminal") func process() throws {
    pool.warmUp()
    let worker = try #require(pool.idleProcesses.first)
    let status = try String(contentsOfFile: "/proc/\(worker)/status", encoding: .utf8)
    #expect(status.contains("Threads:\t1\n"))
    let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd")
    // The last one leads to the fork that waits for the next film.
    #expect(Set(files) == ["0", "1", "2", "3", "4", "5", "6"])
  }

  @Test("budgets follow the size of the input") func budgets() {
    #expect(WorkerBudget(inputBytes: 1 << 20).seconds == 2)
    #expect(WorkerBudget(inputBytes: (1 << 20) + 1).seconds == 10)
    #expect(WorkerBudget(inputBytes: 1000).memoryBytes == (256 << 20) + 20_000)
    #expect(WorkerBudget(inputBytes: .max).memoryBytes == 1536 << 20)
  }
}

private final class Tally: Sendable {
  private let value = Mutex(0)
  func add() { value.withLock { $0 += 1 } }
  var count: Int { value.withLock { $0 } }
}
