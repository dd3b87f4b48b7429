/// The other process: it waits for work, and has each file decoded by a fork of itself that owns nothing and ends afterwards.

internal import CWorker
internal import Glibc

/// The worker itself never looks at a file's bytes, so no file can reach the next one through it.
package enum DecodeWorker {
  /// The hidden argument by which the program becomes a worker.
  package static let argument = "decode-worker"

  private static let request = SharedMemory(descriptor: Int32(CWORKER_REQUEST))
  private static let answer = SharedMemory(descriptor: Int32(CWORKER_ANSWER))
  private static let socket = Int32(CWORKER_SOCKET)

  /// Serves until the program that started it goes.
  package static func serve() -> Never {
    warmUp()
    guard Packet.send([0, 0, 0], to: socket) else { _exit(1) }
    while let place = Packet.receive(2, from: socket) {
      let outcome = decode(WirePlace(offset: place[0], count: place[1]))
      guard Packet.send([outcome.ending, outcome.place.offset, outcome.place.count], to: socket) else {
        break
      }
    }
    _exit(0)
  }

  /// Goes through everything once with films of its own: what the libraries and the runtime look up and build at first use
  /// is there before the first fork.
  private static func warmUp() {
    let frame = StoredFrame(
      rows: 2, columns: 2, bitsStored: 8, photometric: .monochrome2, values: [0, 1, 2, 3])
    let facts = DXAttributes(
      studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3", patientName: "",
      patientID: "", studyDate: "")
    let films = [
      try? DicomWriter.write(frame: frame, attributes: facts),
      try? PNGImage(rows: 1, columns: 1, gray: [UInt8(0)]).encoded(),
    ]
    for bytes in films.compactMap({ $0 }) {
      let asked = DecodeRequest(
        work: .film(bytes, frame: 0), limits: .standard, budget: WorkerBudget(inputBytes: bytes.count))
      guard let place = try? request.put(asked),
        let again = try? request.take(DecodeRequest.self, at: place),
        let said = try? answer.put(perform(again))
      else { continue }
      _ = try? answer.take(DecodeAnswer.self, at: said)
    }
  }

  /// Forks, and reports how the fork ended.
  private static func decode(_ place: WirePlace) -> DecodeOutcome {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return DecodeOutcome(ending: 256) }
    let child = cworker_fork()
    if child == 0 {
      close(socket)
      close(ends[0])
      _exit(answerOnce(place, through: ends[1]))
    }
    close(ends[1])
    defer { close(ends[0]) }
    guard child > 0 else { return DecodeOutcome(ending: 256) }
    let said = Packet.receive(2, from: ends[0])
    let ending = cworker_wait(child)
    guard ending == 0, let said else { return DecodeOutcome(ending: ending == 0 ? 256 : UInt64(ending)) }
    return DecodeOutcome(place: WirePlace(offset: said[0], count: said[1]))
  }

  /// In the fork: reads the request, gives up all rights, decodes, and says where the answer lies.
  private static func answerOnce(_ place: WirePlace, through pipe: Int32) -> Int32 {
    guard let asked = try? request.take(DecodeRequest.self, at: place) else {
      return DecodeOutcome.notAnswered
    }
    var limits = cworker_limits(
      memory_bytes: UInt64(asked.budget.memoryBytes), file_bytes: UInt64(asked.budget.memoryBytes),
      open_files: UInt64(WorkerBudget.openFiles), cpu_microseconds: UInt64(asked.budget.seconds) * 1_000_000,
      wall_microseconds: UInt64(asked.budget.wallSeconds) * 1_000_000)
    guard cworker_confine(&limits) == 0 else { return DecodeOutcome.notConfined }
    guard let place = try? answer.put(perform(asked)) else { return DecodeOutcome.notAnswered }
    if let seed = asked.work.garbling { answer.garble(place, seed: seed) }
    guard Packet.send([place.offset, place.count], to: pipe, isSocket: false)
    else { return DecodeOutcome.notAnswered }
    return 0
  }

  private static func open(_ bytes: [UInt8], frame: Int, _ limits: DecodeLimits) -> DecodeAnswer {
    do throws(ImagingError) {
      return .film(try Film.open(bytes: bytes, limits: limits, frame: frame))
    } catch {
      return .refused(error)
    }
  }

  private static func perform(_ asked: DecodeRequest) -> DecodeAnswer {
    switch asked.work {
    case .rehearsal(.garble(let bytes, _)): return open(bytes, frame: 0, asked.limits)
    case .film(let bytes, let frame): return open(bytes, frame: frame, asked.limits)
    case .sweep(let inputs): return .swept(asked.sweep(inputs))
    case .rehearsal(let rehearsal): return .rehearsed(rehearsal.perform(memory: answer))
    }
  }
}
