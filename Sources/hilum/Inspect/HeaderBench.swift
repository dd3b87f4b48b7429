/// How soon films are found in a folder, and how soon all their headers are known.

import Foundation
import Imaging
import Synchronization

enum HeaderBench {
  private struct Run {
    var films = 0
    var headers = 0
    var first: Duration?
    var all = Duration.zero
  }

  /// One line for each search, with the page cache as it is.
  static func run(_ folder: String, runs: Int) -> [String] {
    (1...runs).map { _ in line(of: search(folder)) }
  }

  private static func search(_ folder: String) -> Run {
    let run = Mutex(Run())
    let start = ContinuousClock.now
    var settings = FilmScan.Settings()
    settings.headerThreads = max(2, ProcessInfo.processInfo.activeProcessorCount)
    FilmScan([folder], settings: settings) { event in
      run.withLock { run in
        switch event {
        case .found(let films):
          run.first = run.first ?? start.duration(to: .now)
          run.films += films.count
        case .described(let films): run.headers += films.count { (try? $0.header.get()) != nil }
        case .finished: run.all = start.duration(to: .now)
        case .skipped, .stalled: break
        }
      }
    }.run()
    return run.withLock(\.self)
  }

  private static func line(of run: Run) -> String {
    let seconds = run.all / .seconds(1)
    return String(
      format: "%d films found, the first after %.1f ms; %d headers in %.3f s (%.0f/s)", run.films,
      (run.first ?? .zero) / .milliseconds(1), run.headers, seconds, Double(run.headers) / seconds)
  }
}
