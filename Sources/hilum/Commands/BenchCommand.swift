/// `hilum bench`: how fast this machine is at what the workstation does.

import ArgumentParser
import Glibc
import Neural

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the speed of this machine.",
    subcommands: [
      BenchEngine.self, Films.self, BenchLatency.self, BenchStep.self, TerminalSpeed.self, Evaluate.self,
    ])

  @Flag(
    help: "Compare counts of work, memory and allocations with the pinned ones; exit status 1 if any differs."
  )
  var check = false

  func run() throws {
    guard check else { throw CleanExit.helpRequest(self) }
    var faults: [String] = []
    for row in EngineCheck.rows {
      let found = try row.faults()
      print("\(found.isEmpty ? "ok  " : "FAIL") \(row)")
      faults += found
    }
    for fault in faults { print(fault) }
    if !faults.isEmpty { throw ExitCode(1) }
  }
}

/// What the bench commands print: a few numbers under names.
enum BenchReport {
  /// One JSON object. Texts and numbers in the order given.
  static func object(_ texts: [(String, String)], _ numbers: [(String, Double)], _ more: String = "")
    -> String
  {
    let members = texts.map { "\"\($0)\":\"\($1)\"" } + numbers.map { "\"\($0)\":\(rounded($1))" }
    return "{" + members.joined(separator: ",") + more + "}"
  }

  static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  /// The most memory that the process has held, in MiB.
  static var peakMiB: Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
