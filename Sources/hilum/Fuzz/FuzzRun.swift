/// Sends mutants through the decode workers and counts what becomes of them.

package import Foundation
package import Imaging
import Review

package struct FuzzRun {
  /// Outcomes of one kind of file in one test.
  package struct Count {
    package var inputs = 0
    package var decoded = 0
    package var refused = 0
    package var unstable = 0
    package var slow = 0
    package var faults = 0

    package var isClean: Bool { unstable + slow + faults == 0 }
  }

  private let pool: DecodePool
  private let keep: String?
  package private(set) var counts: [String: Count] = [:]
  package private(set) var findings: [String] = []
  private var waiting: [(kind: String, name: String, bytes: [UInt8])] = []

  /// - Parameter keep: a folder for inputs that were decoded wrongly, so that they can be looked at.
  package init(_ pool: DecodePool, keep: String? = nil) {
    self.pool = pool
    self.keep = keep
  }

  package var isClean: Bool { counts.values.allSatisfy(\.isClean) }

  /// Adds one input; it is decoded with the next bunch.
  package mutating func add(_ kind: String, _ name: String, _ bytes: [UInt8]) throws {
    waiting.append((kind, name, bytes))
    if waiting.count >= 64 || waiting.reduce(0, { $0 + $1.bytes.count }) > 8 << 20 { try flush() }
  }

  package mutating func flush() throws {
    let bunch = waiting
    waiting = []
    for (input, outcome) in zip(bunch, try pool.sweep(bunch.map(\.bytes))) {
      var count = counts[input.kind] ?? Count()
      count.inputs += 1
      switch outcome {
      case .decoded: count.decoded += 1
      case .refused: count.refused += 1
      case .unstable: count.unstable += 1
      case .slow: count.slow += 1
      case .fault: count.faults += 1
      }
      counts[input.kind] = count
      if outcome != .decoded, outcome != .refused { try note(input.name, outcome, input.bytes) }
    }
  }

  private mutating func note(_ name: String, _ outcome: SweepOutcome, _ bytes: [UInt8]) throws {
    findings.append("\(name): \(outcome)")
    guard let keep else { return }
    try FileWriter.makeFolder(keep)
    try FileWriter.replace("\(keep)/finding-\(findings.count)", bytes)
  }

  /// Every prefix of every seed.
  package mutating func truncate(_ seeds: [FuzzSeed]) throws {
    for seed in seeds {
      for length in 0..<seed.bytes.count {
        try add(
          "cut short: " + seed.kind, "\(seed.name), first \(length) bytes",
          Array(seed.bytes.prefix(length)))
      }
    }
    try flush()
  }

  /// `count` mutants of each kind, in turn, until `deadline`.
  package mutating func mutate(_ seeds: [FuzzSeed], count: Int, run: UInt64, deadline: Date?) throws {
    let kinds = Dictionary(grouping: seeds, by: \.kind).sorted { $0.key < $1.key }
    for number in 0..<count {
      if let deadline, Date() > deadline { break }
      for (place, (kind, seeds)) in kinds.enumerated() {
        let seed = seeds[number % seeds.count]
        let other = seeds[(number / seeds.count) % seeds.count]
        let mixed = run &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number) &* 1_000_003 &+ UInt64(place)
        let mutant = Mutator.mutant(of: seed.bytes, with: other.bytes, seed: mixed)
        try add("mutated: " + kind, "\(seed.name), mutant \(number) of run \(run)", mutant)
      }
    }
    try flush()
  }

  /// One row for each kind.
  package var table: String {
    let rows = counts.sorted { $0.key < $1.key }.map { kind, count in
      [
        kind, "\(count.inputs)", "\(count.decoded)", "\(count.refused)", "\(count.faults)",
        "\(count.slow)",
        "\(count.unstable)",
      ].joined(separator: " | ")
    }
    return
      (["input | count | decoded | refused | decoder ended | too slow | unwritten pixels"] + rows)
      .map { "| \($0) |" }.joined(separator: "\n")
  }
}
