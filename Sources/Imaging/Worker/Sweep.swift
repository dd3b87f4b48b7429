/// Many untrusted inputs decoded for their outcomes alone: how fuzzing asks a worker, and what it learns.

internal import CWorker
internal import Glibc

/// What became of one input.
package enum SweepOutcome: Equatable, Codable, Sendable {
  case decoded
  case refused
  /// Decoded twice, with memory that held other bytes before: the pixels differ, so some were never written.
  case unstable
  /// Took longer than an input of its size may.
  case slow
  case fault(WorkerFault)
}

extension DecodeRequest {
  /// Decodes each input twice, under two fillings of fresh memory.
  func sweep(_ inputs: [[UInt8]]) -> [SweepOutcome] {
    inputs.map { bytes in
      let start = processorSeconds()
      let first = digest(bytes, fill: 0x55)
      let seconds = processorSeconds() - start
      guard seconds <= Double(WorkerBudget(inputBytes: bytes.count).seconds) else { return .slow }
      guard first == digest(bytes, fill: 0xAA) else { return .unstable }
      return first == nil ? .refused : .decoded
    }
  }

  /// A hash of every pixel and level; nil for a refusal.
  private func digest(_ bytes: [UInt8], fill: Int32) -> UInt64? {
    cworker_fill(fill)
    guard let film = try? Film.open(bytes: bytes, limits: limits) else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
    for value in film.frame.values { mix(UInt64(UInt32(bitPattern: value))) }
    for value in film.image.codes { mix(UInt64(value)) }
    for value in film.image.levels { mix(value.bitPattern) }
    for value in film.frame.luma ?? [] { mix(UInt64(value)) }
    return hash
  }

  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension DecodePool {
  /// The outcomes of inputs that nobody trusts. One that ends its decoder is found among its neighbours.
  package func sweep(_ inputs: [[UInt8]]) throws(ImagingError) -> [SweepOutcome] {
    guard let first = inputs.first else { return [] }
    let size = inputs.map(\.count).max() ?? 0
    do {
      return try sweep(together: inputs, WorkerBudget(inputBytes: size))
    } catch {
      guard case .notDecoded(_, let fault) = error else { throw error }
      if case .notStarted = fault { throw error }
      guard inputs.count > 1 else { return [try single(first, fault)] }
      let half = inputs.count / 2
      return try sweep(Array(inputs[..<half])) + sweep(Array(inputs[half...]))
    }
  }

  /// What the product does with an input that ended its decoder in a sweep, which takes it through twice.
  private func single(_ bytes: [UInt8], _ fault: WorkerFault) throws(ImagingError) -> SweepOutcome {
    do {
      _ = try open(bytes: bytes)
      return .fault(fault)
    } catch {
      switch error {
      case .notDecoded(_, .tooSlow): return .slow
      case .notDecoded(_, let fault): return .fault(fault)
      case .outOfMemory: return .refused
      default: return .fault(fault)
      }
    }
  }
}
