/// `hilum bench latency`: how long a reader waits for a finding, from nothing and from film to film.

import ArgumentParser
import Foundation
import Imaging
import Review

struct BenchLatency: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Time a pack from nothing to the first finding, and from film to finding after that.")

  @Option(help: "The folder of the model pack (default: $HILUM_PACK, or the bundled pack).") var pack: String?
  @Option(help: "A film (default: the first bundled sample).") var film: String?
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?
  @Option(help: "Timed readings after the first.") var runs = 10
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard runs >= 1, (threads.map { (1...256).contains($0) } ?? true) else {
      throw ValidationError("--runs is at least 1, --threads is 1 to 256.")
    }
  }

  func run() async throws {
    do {
      try await measure()
    } catch {
      Complaint.print("bench latency", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private func measure() async throws {
    guard let folder = pack ?? Places.pack else { throw ReviewError.packMissing(folder: "Samples/pack") }
    guard let path = film ?? Places.bundled("Samples").map({ $0 + "/phantom-000001.png" }) else {
      throw ValidationError("There is no bundled sample; name a film with --film.")
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let engine = try Engine(Pack.opening(folder), threads: threads, panels: Places.panels)
    let loaded = clock.now
    let bytes = try ImageFile.read(path)
    let study = StudyID(sha256: SHA256.hash(bytes))
    let opened = try Film.open(bytes: bytes)
    let open = clock.now
    _ = try await engine.read(opened, study: study)
    let first = clock.now
    var next: [Double] = []
    for _ in 0..<runs {
      let start = clock.now
      _ = try await engine.read(Film.open(bytes: ImageFile.read(path)), study: study)
      next.append((clock.now - start) / .milliseconds(1))
    }
    await engine.keepPanels()
    next.sort()
    let stop = try await slowestStop(engine, opened, study, reading: next[next.count / 2])
    let steps = [
      ("open_ms", loaded - begin), ("film_ms", open - loaded),
      ("first_read_ms", first - open), ("start_to_finding_ms", first - begin),
    ]
    report(
      engine.pack.manifest.name,
      steps.map { ($0.0, $0.1 / .milliseconds(1)) } + [
        ("key_to_finding_ms", next[next.count / 2]), ("cancelled_to_stopped_worst_ms", stop),
      ])
  }

  /// The longest of twenty waits, in milliseconds, from taking a reading back to its end, at moments spread over the reading.
  private func slowestStop(
    _ engine: Engine, _ film: Film, _ study: StudyID, reading: Double
  ) async throws -> Double {
    var worst = 0.0
    for moment in 1...20 {
      let task = Task { try await engine.read(film, study: study) }
      try await Task.sleep(for: .milliseconds(reading * Double(moment) / 21))
      let clock = ContinuousClock()
      let begin = clock.now
      task.cancel()
      _ = await task.result
      worst = max(worst, (clock.now - begin) / .milliseconds(1))
    }
    return worst
  }

  private func report(_ name: String, _ numbers: [(String, Double)]) {
    let numbers = numbers + [("peak_mib", BenchReport.peakMiB)]
    guard !json else { return print(BenchReport.object([("pack", name)], numbers)) }
    print(name)
    for (step, value) in numbers { print("\(BenchReport.rounded(value))\t\(step)") }
  }
}
