/// Folders, links and special files of a test's own, and what a scan says of them.

import Foundation
import Imaging
import Synchronization

final class ScanFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "hilum-scan-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], _ name: String) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func pipe(_ name: String) { mkfifo(path + "/" + name, 0o600) }

  func socket(_ name: String) {
    let end = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: (path + "/" + name).utf8) }
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(end, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(end)
  }

  /// Everything that a scan tells, each path below this folder.
  func scan(_ names: [String] = [""], settings: FilmScan.Settings = .init(), input: Int32 = -1) -> Scanned {
    let events = Mutex<[ScanEvent]>([])
    FilmScan(
      names.map { $0 == "-" ? $0 : path + ($0.isEmpty ? "" : "/" + $0) }, input: input, settings: settings
    ) {
      event in events.withLock { $0.append(event) }
    }.run()
    return Scanned(events.withLock(\.self), below: path)
  }
}

struct Scanned {
  var films: [String] = []
  var named: [String] = []
  var headers: [String: FilmHeader] = [:]
  var skipped: [String: SkipReason] = [:]
  var isFinished = false

  init(_ events: [ScanEvent], below folder: String) {
    func short(_ path: String) -> String { path.replacingOccurrences(of: folder + "/", with: "") }
    for event in events {
      switch event {
      case .found(let found):
        films += found.map { short($0.path) }
        named += found.filter(\.isNamed).map { short($0.path) }
      case .described(let described):
        for film in described { headers[short(film.film.path)] = try? film.header.get() }
      case .skipped(let path, let reason): skipped[short(path)] = reason
      case .stalled: break
      case .finished: isFinished = true
      }
    }
  }
}
