/// How fast films are decoded, file by file, and how fast pydicom decodes the same files.

import Foundation
import Imaging

struct ImagingBench {
  struct Row {
    let name: String
    let medianMilliseconds: Double
    /// The same through a worker process, as the program opens films.
    let workerMilliseconds: Double
    let megapixelsPerSecond: Double
    /// pydicom's median, where it was asked for and could decode the file.
    let peerMilliseconds: Double?
  }

  let files: [String]
  let runs: Int
  /// A Python with pydicom and its decoders.
  let python: String?
  /// The decoder that pydicom is to use; nil for the one that it prefers.
  let plugin: String?

  func rows() throws -> [Row] {
    let peer = try python.map { try peers($0) } ?? [:]
    let pool = DecodePool(workers: 1)
    return try files.map { path in
      let bytes = try ImageFile.read(path)
      let film = try Film.open(bytes: bytes)
      let pixels = Double(film.frame.rows * film.frame.columns)
      let median = try Self.median(runs) { _ = try Film.open(bytes: bytes) }
      let worker = try Self.median(runs) { _ = try pool.open(bytes: bytes) }
      return Row(
        name: (path as NSString).lastPathComponent, medianMilliseconds: median, workerMilliseconds: worker,
        megapixelsPerSecond: pixels / median / 1000, peerMilliseconds: peer[path])
    }
  }

  /// Milliseconds of the middle run, after one that is not counted. Films come to a reader one by one: before each run
  /// there is a rest, for the peer too.
  private static func median(_ runs: Int, _ body: () throws -> Void) rethrows -> Double {
    try body()
    let clock = ContinuousClock()
    let times = try (0..<runs).map { _ in
      Thread.sleep(forTimeInterval: Self.rest)
      let took = try clock.measure(body)
      return Double(took.components.seconds) * 1e3 + Double(took.components.attoseconds) * 1e-15
    }
    return times.sorted()[runs / 2]
  }

  private static let rest = 0.02

  /// Parses and decodes each file from memory, as above, and prints path and median.
  private static let script = """
    (io, statistics, sys, time, numpy, pydicom) = map(
      __import__, ["io", "statistics", "sys", "time", "numpy", "pydicom"])
    runs, plugin = int(sys.argv[1]), sys.argv[2]
    for path in sys.argv[3:]:
        data = open(path, "rb").read()
        try:
            times = []
            for run in range(runs + 1):
                time.sleep(0.02)
                start = time.perf_counter()
                film = pydicom.dcmread(io.BytesIO(data))
                if plugin and film.file_meta.TransferSyntaxUID.is_compressed:
                    film.pixel_array_options(decoding_plugin=plugin)
                numpy.ascontiguousarray(film.pixel_array)
                times.append(time.perf_counter() - start)
            print(path, statistics.median(times[1:]) * 1e3, sep="\\t")
        except Exception:
            pass
    """

  private func peers(_ python: String) throws -> [String: Double] {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", Self.script, String(runs), plugin ?? ""] + files
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    var peers: [String: Double] = [:]
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "\t")
      if fields.count == 2 { peers[String(fields[0])] = Double(fields[1]) }
    }
    return peers
  }
}
