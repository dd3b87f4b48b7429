/// The limits of `Docs/Limits.md` as lines, out of the values that are enforced.

import Imaging

enum LimitLines {
  static var all: [String] {
    ["A file is refused beyond"] + ofFile(.standard).map { "  " + $0 }
      + ["Its decoder, a process of its own, is ended beyond"] + ofDecoder.map { "  " + $0 }
  }

  private static func ofFile(_ limits: DecodeLimits) -> [String] {
    [
      "pixels of a frame          \(limits.pixels)",
      "bytes of a file            \(limits.fileBytes)",
      "nested sequences           \(limits.nesting)",
      "bytes of a text element    \(limits.textBytes) (a longer one counts as absent)",
      "inflated data set          \(limits.inflatedBytes) bytes, or \(limits.inflationRatio) times its size if that is more",
      "scans of a JPEG            \(limits.jpegScans)",
      "tiles of a JPEG 2000       \(limits.jpeg2000Tiles)",
    ]
  }

  private static var ofDecoder: [String] {
    let limits = DecodeLimits.standard
    let memory = "\(WorkerBudget.baseMemory >> 20) MB and \(WorkerBudget.memoryPerInputByte) times the file"
    return [
      "processor time             \(limits.smallFileSeconds) s up to \(limits.smallFileBytes) bytes, else \(limits.seconds) s",
      "time by the clock          \(WorkerBudget.longestWait) s",
      "memory                     \(memory), at most \(WorkerBudget.mostMemory >> 20) MB",
      "bytes written              as many as memory",
      "open files                 \(WorkerBudget.openFiles)",
      "system calls               other than reading, writing, memory, time, threads and end (refused)",
    ]
  }
}
