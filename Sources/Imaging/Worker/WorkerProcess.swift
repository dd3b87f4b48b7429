/// A worker as the program holds it: started, asked, and ended.

internal import CWorker
internal import Glibc

struct WorkerProcess: Sendable {
  private let ends: Ends
  private let request: SharedMemory
  private let answer: SharedMemory

  private struct Ends: Sendable {
    let process: pid_t
    let socket: Int32

    func close(_ request: SharedMemory, _ answer: SharedMemory) {
      var worker = cworker(
        process: process, socket: socket, request: request.descriptor, answer: answer.descriptor)
      cworker_end(&worker)
    }
  }

  /// How long a worker may take to be ready.
  private static let startSeconds = 30

  /// Starts `program` as a worker and waits until it is ready.
  init(program: String) throws(WorkerFailure) {
    var worker = cworker()
    let dictionary = getenv("DCMDICTPATH")
    let code = cworker_start(program, DecodeWorker.argument, dictionary, &worker)
    guard code == 0 else { throw .fault(.notStarted(String(cString: strerror(code)).lowercased())) }
    ends = Ends(process: worker.process, socket: worker.socket)
    request = SharedMemory(descriptor: worker.request)
    answer = SharedMemory(descriptor: worker.answer)
    guard Packet.wait(on: ends.socket, seconds: Self.startSeconds, nudge: proceed) == .ready,
      Packet.receive(3, from: ends.socket) != nil
    else {
      end()
      throw .fault(.notStarted("it ended at once"))
    }
  }

  func end() { ends.close(request, answer) }

  /// Lets the worker and its forks go on: whoever stopped everything that runs here may have continued this program alone.
  private func proceed() { kill(-ends.process, SIGCONT) }

  var process: Int32 { ends.process }

  /// Has one request answered. `meanwhile` runs here while the worker works.
  /// - Throws: `.gone` where the worker was not there any more, so that another one may try; otherwise what became of the
  ///   decoder. After any failure but `.fault(.crashed)`, `.tooSlow`, `.tooMuchMemory` the worker has to be ended.
  func ask(_ asked: DecodeRequest, meanwhile: () -> Void) throws(WorkerFailure) -> DecodeAnswer {
    do {
      let place = try request.put(asked)
      guard Packet.send([place.offset, place.count], to: ends.socket) else { throw WorkerFailure.gone }
    } catch let failure as WorkerFailure {
      throw failure
    } catch {
      throw .fault(.tooMuchMemory)
    }
    meanwhile()
    // The decoder ends itself at its limits: the second chance is for one that could evade them.
    let patience = asked.budget.wallSeconds + 2
    guard Packet.wait(on: ends.socket, seconds: patience, nudge: proceed) != .late else {
      throw .lost(.tooSlow(seconds: asked.budget.wallSeconds))
    }
    guard let said = Packet.receive(3, from: ends.socket) else { throw .gone }
    defer {
      request.trim()
      answer.trim()
    }
    if let fault = Self.fault(ending: said[0], asked.budget) { throw .fault(fault) }
    guard
      let value = try? answer.take(DecodeAnswer.self, at: WirePlace(offset: said[1], count: said[2])),
      value.isConsistent
    else { throw .fault(.garbled) }
    return value
  }

  private static func fault(ending: UInt64, _ budget: WorkerBudget) -> WorkerFault? {
    switch Int32(truncatingIfNeeded: ending) {
    case 0: nil
    case SIGPROF, SIGXCPU: .tooSlow(seconds: budget.seconds)
    case SIGALRM: .tooSlow(seconds: budget.wallSeconds)
    case SIGXFSZ: .tooMuchMemory
    case 256 + DecodeOutcome.notConfined: .notStarted("it could not be confined")
    case let code where code < 256: .crashed(signal: Int(code))
    default: .crashed(signal: 0)
    }
  }
}

/// Why a request has no answer, and what is to be done with the worker.
enum WorkerFailure: Error, Equatable {
  /// The decoder failed; its worker is sound.
  case fault(WorkerFault)
  /// The worker itself does not answer and has to be ended.
  case lost(WorkerFault)
  /// The worker was not there; the request was not looked at.
  case gone
}
