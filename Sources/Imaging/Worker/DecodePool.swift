/// Decodes files in worker processes: a file that crashes, blocks or inflates its decoder costs that film and nothing else.

internal import Dispatch
internal import Synchronization

/// Workers are started when they are first needed and live as long as the pool. All methods may be called from any thread,
/// block until there is an answer, and give what `Film.open` gives, bit for bit.
package final class DecodePool: Sendable {
  private let program: String
  private let limits: DecodeLimits
  private let idle = Mutex<[WorkerProcess]>([])
  private let places: DispatchSemaphore
  /// Held while a worker is warmed up: a film that comes meanwhile waits for that one and does not start a second.
  private let warming = Mutex<Void>(())

  /// - Parameters:
  ///   - workers: how many files are decoded at the same time; others wait.
  ///   - program: a program that calls `DecodeWorker.serve()` when its first argument is `DecodeWorker.argument`.
  package init(workers: Int = 2, limits: DecodeLimits = .standard, program: String = "/proc/self/exe") {
    self.limits = limits
    self.program = program
    places = DispatchSemaphore(value: workers)
  }

  deinit { for worker in idle.withLock({ $0 }) { worker.end() } }

  /// Starts a worker if there is none, so that the first film need not wait for it.
  package func warmUp() {
    places.wait()
    defer { places.signal() }
    warming.withLock { _ in
      guard idle.withLock({ $0.isEmpty }), let worker = try? WorkerProcess(program: program) else { return }
      idle.withLock { $0.append(worker) }
    }
  }

  /// A worker that waits or is being warmed up, else a new one.
  private func freeWorker() throws(WorkerFailure) -> WorkerProcess {
    if let waiting = idle.withLock({ $0.popLast() }) { return waiting }
    warming.withLock { _ in }
    if let warmed = idle.withLock({ $0.popLast() }) { return warmed }
    return try WorkerProcess(program: program)
  }

  /// Opens a frame of the regular file at `path`; the first is 0.
  package func open(path: String, frame: Int = 0) throws(ImagingError) -> Film {
    try open(bytes: ImageFile.read(path, limits: limits), frame: frame)
  }

  /// Opens a whole file held in memory.
  package func open(bytes: [UInt8], frame: Int = 0) throws(ImagingError) -> Film {
    try open(bytes: bytes, frame: frame) {}.film
  }

  /// Opens a whole file held in memory and does something else here in the meantime, such as hashing it.
  package func open<T>(bytes: [UInt8], frame: Int = 0, meanwhile: () -> T) throws(ImagingError)
    -> (film: Film, T)
  {
    var other: T?
    func once() { if other == nil { other = meanwhile() } }
    // What is no image is told apart here, by its first bytes.
    let format = try FileFormat.recognise(bytes).get()
    if let film = try native(bytes, frame, format, once) { return (film, other ?? meanwhile()) }
    let film = try whole(bytes, frame, format, once)
    return (film, other ?? meanwhile())
  }

  private func whole(
    _ bytes: [UInt8], _ frame: Int, _ format: FileFormat, _ meanwhile: () -> Void
  ) throws(ImagingError) -> Film {
    switch try ask(.film(bytes, frame: frame), format, inputBytes: bytes.count, meanwhile) {
    case .film(let film): return film
    case .refused(let error): throw error
    case .header, .deidentified, .lacking, .swept, .rehearsed: throw .notDecoded(format, .garbled)
    }
  }

  /// The short way for uncompressed gray: a worker parses what lies before the pixels, and they are copied here, where they
  /// lie already. No library of C sees them. nil where a film has to go the long way.
  private func native(
    _ bytes: [UInt8], _ frame: Int, _ format: FileFormat, _ meanwhile: () -> Void
  ) throws(ImagingError) -> Film? {
    guard format == .dicom, let pixels = PixelElement(in: bytes, nesting: limits.nesting), pixels.isPlain
    else { return nil }
    let head = Array(bytes[..<pixels.start])
    let copying = pixels.value.count < 1 << 20 ? nil : Errand { pixels.words(of: bytes) }
    let answer = try ask(.header(head), format, inputBytes: head.count, meanwhile)
    guard case .header(let header?) = answer, header.layout.rows * header.layout.columns <= limits.pixels
    else { return nil }
    var words = copying?.take() ?? []
    return header.film(bytes, pixels, words: &words, frame: frame)
  }

  func ask(
    _ work: DecodeRequest.Work, _ format: FileFormat, inputBytes: Int, _ meanwhile: () -> Void
  ) throws(ImagingError) -> DecodeAnswer {
    let budget = WorkerBudget(inputBytes: inputBytes, limits: limits)
    return try ask(
      DecodeRequest(work: work, format: format, limits: limits, budget: budget), meanwhile: meanwhile)
  }

  /// The outcomes of several inputs, from one fork of a worker.
  func sweep(together inputs: [[UInt8]], _ budget: WorkerBudget) throws(ImagingError) -> [SweepOutcome] {
    let request = DecodeRequest(work: .sweep(inputs), limits: limits, budget: budget)
    guard case .swept(let outcomes) = try ask(request, meanwhile: {}), outcomes.count == inputs.count else {
      throw .notDecoded(request.format, .garbled)
    }
    return outcomes
  }

  /// Has a worker do what a hijacked decoder might; what it could do. With `.garble`, nothing is wrong where it returns.
  package func rehearse(_ rehearsal: Rehearsal, budget: WorkerBudget) throws(ImagingError) -> [String] {
    let request = DecodeRequest(work: .rehearsal(rehearsal), limits: limits, budget: budget)
    switch try ask(request, meanwhile: {}) {
    case .rehearsed(let reached): return reached
    case .header(let header?): _ = rehearsal.native.flatMap { header.film($0.bytes, $0.pixels, frame: 0) }
    case .header, .film, .refused, .deidentified, .lacking, .swept: break
    }
    return []
  }

  private func ask(
    _ request: DecodeRequest, meanwhile: () -> Void
  ) throws(ImagingError) -> DecodeAnswer {
    places.wait()
    defer { places.signal() }
    do {
      do {
        return try attempt(request, meanwhile)
      } catch WorkerFailure.gone {
        return try attempt(request, meanwhile)
      }
    } catch {
      switch error {
      case .fault(let fault), .lost(let fault): throw .notDecoded(request.format, fault)
      case .gone: throw .notDecoded(request.format, .crashed(signal: 0))
      }
    }
  }

  private func attempt(_ request: DecodeRequest, _ meanwhile: () -> Void) throws(WorkerFailure)
    -> DecodeAnswer
  {
    let worker = try freeWorker()
    do {
      let answer = try worker.ask(request, meanwhile: meanwhile)
      idle.withLock { $0.append(worker) }
      return answer
    } catch {
      if case .fault = error {
        idle.withLock { $0.append(worker) }
      } else {
        worker.end()
      }
      throw error
    }
  }

  /// Process numbers of the workers that wait.
  package var idleProcesses: [Int32] { idle.withLock { $0.map(\.process) } }
}
