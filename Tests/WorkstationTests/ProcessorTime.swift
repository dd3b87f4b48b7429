/// What processes use, as Linux tells it (proc(5)).

import Foundation
import Glibc

enum ProcessorTime {
  /// Processor time that a process has used, in hundredths of a second.
  static func of(_ process: pid_t) -> Int {
    let fields = fields(afterName: "/proc/\(process)/stat")
    return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
  }

  /// Memory that it holds, in KiB.
  static func memory(_ process: pid_t) -> Int { pages(process, 1) * 4 }

  /// Addresses that it has been given, in bytes.
  static func addressSpace(_ process: pid_t) -> Int { pages(process, 0) * 4096 }

  private static func pages(_ process: pid_t, _ field: Int) -> Int {
    text("/proc/\(process)/statm").split(separator: " ").dropFirst(field).first.flatMap { Int($0) } ?? 0
  }

  /// What a process has started and has not waited for.
  static func children(of process: pid_t) -> [pid_t] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    return threads.flatMap { thread in
      text("/proc/\(process)/task/\(thread)/children").split(whereSeparator: \.isWhitespace)
        .compactMap { pid_t($0) }
    }
  }

  /// Processor time that a process, its threads and all that it started have used, and whether one of them is at work or
  /// waits for a processor.
  static func family(of process: pid_t) -> (nanoseconds: Int, isWorking: Bool) {
    var (nanoseconds, isWorking) = (0, false)
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    for thread in threads.map({ "/proc/\(process)/task/\($0)" }) {
      nanoseconds += text(thread + "/schedstat").split(separator: " ").first.flatMap { Int($0) } ?? 0
      isWorking = isWorking || fields(afterName: thread + "/stat").first == "R"
    }
    for child in children(of: process) {
      let family = family(of: child)
      (nanoseconds, isWorking) = (nanoseconds + family.nanoseconds, isWorking || family.isWorking)
    }
    return (nanoseconds, isWorking)
  }

  /// The fields behind the name of a process, which may hold anything: the state is the first.
  private static func fields(afterName path: String) -> [Substring] {
    text(path).split(separator: ")").last?.split(separator: " ") ?? []
  }

  private static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
