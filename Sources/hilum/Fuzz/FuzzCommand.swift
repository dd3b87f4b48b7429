/// `hilum fuzz`: damaged films by the thousand, to see that none harms the program. For those who work on Hilum.

import ArgumentParser
import Foundation
import Imaging
import Review

struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: "Decode damaged films and count what becomes of them.",
    discussion: """
      Seeds are small films of Hilum's own and every file under the given paths. Mutants follow from the run's number: \
      the same number gives the same mutants. Exit code 1 if a decoder was ended, took too long, or left pixels unwritten.
      """, shouldDisplay: false)

  @Argument(help: "Files and folders of seeds.") var paths: [String] = []
  @Option(help: "Mutants of each kind of file.") var count = 20_000
  @Option(help: "Stop making mutants after so many minutes.") var minutes: Double?
  @Option(name: .customLong("run"), help: "The number of the run.") var number: UInt64 = 1
  @Option(help: "Seeds up to so many bytes are mutated.") var largest = 100_000
  @Flag(help: "Decode every file as it is, and nothing else.") var asIs = false
  @Flag(help: "Also cut every seed short at each of its bytes.") var truncate = false
  @Option(help: "A folder for inputs that do harm.") var keep: String?

  func validate() throws {
    guard count >= 0, largest >= 1, minutes.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--count, --largest and --minutes are positive.")
    }
  }

  func run() throws {
    let pool = DecodePool(workers: 1)
    var fuzz = FuzzRun(pool, keep: keep)
    if asIs {
      for seed in FuzzSeeds.files(under: paths, limit: .max, nil) {
        try fuzz.add("as is: " + seed.kind, seed.name, seed.bytes)
      }
      try fuzz.flush()
    } else {
      let seeds =
        try FuzzSeeds.generated()
        + FuzzSeeds.files(under: paths, limit: largest, pool).filter { $0.kind != "other" }
      if truncate { try fuzz.truncate(seeds) }
      let deadline = minutes.map { Date(timeIntervalSinceNow: $0 * 60) }
      try fuzz.mutate(seeds, count: count, run: number, deadline: deadline)
    }
    print(fuzz.table)
    for finding in fuzz.findings { print(finding) }
    if !fuzz.isClean { throw ExitCode.failure }
  }
}
