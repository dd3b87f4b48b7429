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

  /// A fork that waits for one request, answers it and ends. It is made ahead of time, so that no film waits for it.
  private struct Fork {
    let process: pid_t
    /// The worker's end of the socket pair between them.
    let socket: Int32
  }

  /// Serves until the program that started it goes.
  package static func serve() -> Never {
    warmUp()
    var waiting = fork()
    guard Packet.send([0, 0, 0], to: socket) else { _exit(1) }
    while let place = Packet.receive(2, from: socket) {
      let working = waiting ?? fork()
      let outcome = working.map { decode(place, by: $0) } ?? DecodeOutcome(ending: 256)
      guard Packet.send([outcome.ending, outcome.place.offset, outcome.place.count], to: socket) else {
        break
      }
      if let working, outcome.ending == 0 { kill(working.process, SIGKILL) }
      waiting = fork()
      // What has answered is gone before the next request can reach its successor.
      if let working, outcome.ending == 0 { _ = cworker_wait(working.process) }
    }
    _exit(0)
  }

  /// Goes through everything once with films of its own: what the libraries and the runtime look up and build at first use
  /// is there before the first fork.
  private static func warmUp() {
    _ = Processors.forOneFilm
    rehearse()
    let png = try? PNGImage(rows: 1, columns: 1, gray: [UInt8(0)]).encoded()
    let films = [dicom, png].compactMap { $0 }.map { DecodeRequest.Work.film($0, frame: 0) }
    for work in films + [.header(head)] {
      let asked = DecodeRequest(work: work, limits: .standard, budget: WorkerBudget(inputBytes: 0))
      guard let place = try? request.put(asked),
        let again = try? request.take(DecodeRequest.self, at: place),
        let said = try? answer.put(perform(again))
      else { continue }
      _ = try? answer.take(DecodeAnswer.self, at: said)
    }
  }

  private static let dicom: [UInt8]? = {
    let frame = StoredFrame(
      rows: 2, columns: 2, bitsStored: 8, photometric: .monochrome2, values: [0, 1, 2, 3])
    let facts = DXAttributes(
      studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3", patientName: "A^B",
      patientID: "1", studyDate: "")
    return try? DicomWriter.write(frame: frame, attributes: facts)
  }()

  /// The head of the worker's own film.
  private static let head: [UInt8] =
    dicom.flatMap { bytes in
      PixelElement(in: bytes, nesting: 1).map { Array(bytes[..<$0.start]) }
    } ?? []

  /// In a fork that waits: goes through a header once, so that the pages of code and memory are its own when a film comes.
  private static func rehearse() {
    let answer = DecodeAnswer.header(ImageHeader(head: head, limits: .standard))
    var tree: [UInt8] = []
    // It has no arrays, so no memory is written.
    (try? WireSink(memory: SharedMemory(descriptor: -1)).node(answer))?.write(to: &tree)
    _ = try? WireReader.tree(tree)
  }

  /// nil where the system has no room for another process.
  private static func fork() -> Fork? {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    let child = cworker_fork()
    if child == 0 {
      close(socket)
      close(ends[0])
      rehearse()
      let held = cworker_held()
      guard let place = Packet.receive(2, from: ends[1]) else { _exit(0) }
      _exit(answerOnce(WirePlace(offset: place[0], count: place[1]), holding: held, through: ends[1]))
    }
    close(ends[1])
    if child > 0 { return Fork(process: child, socket: ends[0]) }
    close(ends[0])
    return nil
  }

  /// Has a fork answer; reports how it ended where it did not.
  private static func decode(_ place: [UInt64], by fork: Fork) -> DecodeOutcome {
    defer { close(fork.socket) }
    let said = Packet.send(place, to: fork.socket) ? Packet.receive(2, from: fork.socket) : nil
    guard let said else {
      let ending = cworker_wait(fork.process)
      return DecodeOutcome(ending: ending == 0 ? 256 : UInt64(ending))
    }
    return DecodeOutcome(place: WirePlace(offset: said[0], count: said[1]))
  }

  /// In the fork: reads the request, gives up all rights, decodes, and says where the answer lies.
  private static func answerOnce(_ place: WirePlace, holding held: UInt64, through end: Int32) -> Int32 {
    guard let asked = try? request.take(DecodeRequest.self, at: place) else {
      return DecodeOutcome.notAnswered
    }
    var limits = cworker_limits(
      held_bytes: held, memory_bytes: UInt64(asked.budget.memoryBytes),
      file_bytes: UInt64(asked.budget.memoryBytes),
      open_files: UInt64(WorkerBudget.openFiles), cpu_microseconds: UInt64(asked.budget.seconds) * 1_000_000,
      wall_microseconds: UInt64(asked.budget.wallSeconds) * 1_000_000)
    guard cworker_confine(&limits) == 0 else { return DecodeOutcome.notConfined }
    guard let place = try? answer.put(perform(asked)) else { return DecodeOutcome.notAnswered }
    if let seed = asked.work.garbling { answer.garble(place, seed: seed) }
    guard Packet.send([place.offset, place.count], to: end, isSocket: false)
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
    case .rehearsal(let rehearsal): return perform(rehearsal, asked.limits)
    case .header(let head): return .header(ImageHeader(head: head, limits: asked.limits))
    case .film(let bytes, let frame): return open(bytes, frame: frame, asked.limits)
    case .deidentify(let bytes, let pixels, let hashes): return asked.deidentified(bytes, pixels, hashes)
    case .sweep(let inputs): return .swept(asked.sweep(inputs))
    }
  }

  private static func perform(_ rehearsal: Rehearsal, _ limits: DecodeLimits) -> DecodeAnswer {
    guard case .garble(let bytes, _) = rehearsal else {
      return .rehearsed(rehearsal.perform(memory: answer))
    }
    guard let native = rehearsal.native else { return open(bytes, frame: 0, limits) }
    return .header(ImageHeader(head: Array(bytes[..<native.pixels.start]), limits: limits))
  }
}
