/// How long a picture takes from pixels to a terminal's language, for every protocol, beside img2sixel and chafa.

import Foundation
import Terminal

struct EncoderBench {
  let side: Int
  let runs: Int

  /// One row of the table.
  struct Row {
    let name: String
    /// nil where a program's own start outweighs the picture, so that what is left is noise.
    let milliseconds: Timing?
    let bytes: Int

    var time: String { milliseconds?.text ?? "lost in its start" }
  }

  /// Our encoders on a gray film, and on the same film under an overlay.
  func ours(_ gray: Picture, _ blended: Picture) -> [Row] {
    [
      row("sixel, 101 grays", .sixel, gray), row("sixel, coarse first", .sixel, gray, .coarse),
      row("sixel, blended colour", .sixel, blended), row("kitty, gray", .kitty, gray),
      row("kitty, blended colour", .kitty, blended),
    ]
  }

  private func row(
    _ name: String, _ mode: GraphicsProtocol, _ picture: Picture, _ quality: Quality = .full
  ) -> Row {
    let graphics = Graphics(mode: mode, reason: "")
    var bytes = 0
    let time = Timing(runs: runs) { bytes = graphics.encode(picture, quality: quality)?.byteCount ?? 0 }
    return Row(name: name, milliseconds: time, bytes: bytes)
  }

  /// What else is installed, on the same film as a gray PNM file. The time of the process on a picture of one pixel, by turns
  /// with the film, is subtracted, so that encoders and not process starts are compared.
  func peers(_ film: Picture) throws -> [Row] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, dot) = (folder.appending(path: "film.pgm"), folder.appending(path: "dot.pgm"))
    try PGM.write(film, to: file)
    try PGM.write(Picture(width: 1, height: 1, gray: [0]), to: dot)
    return try Self.commands.compactMap { name, arguments in
      guard let program = Executable.find(name) else { return nil }
      var (bytes, whole, start) = (0, [Double](), [Double]())
      for _ in 0..<max(5, runs / 2) {
        whole += [
          try Timing(runs: 1) { bytes = try Executable.output(program, arguments + [file.path]).count }.best
        ]
        start += [try Timing(runs: 1) { _ = try Executable.output(program, arguments + [dot.path]) }.best]
      }
      return Row(
        name: ([name] + arguments).joined(separator: " "),
        milliseconds: Timing(whole, without: Timing(start)),
        bytes: bytes)
    }
  }

  private static let commands: [(String, [String])] = [
    ("img2sixel", []), ("img2sixel", ["-p", "101"]), ("chafa", ["-f", "sixels", "-s", "120x60"]),
  ]
}

/// Gray pictures as files that other programs read (Netpbm P5).
enum PGM {
  static func write(_ picture: Picture, to file: URL) throws {
    var data = Data("P5\n\(picture.width) \(picture.height)\n255\n".utf8)
    data.append(contentsOf: picture.gray.map { UInt8($0 >> 8) })
    try data.write(to: file)
  }
}

/// Other programs, found on the path and run for their output.
enum Executable {
  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Standard output of a run; what it says on standard error is nobody's.
  static func output(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
