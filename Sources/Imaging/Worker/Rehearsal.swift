/// What a decoder in a stranger's hands might try. Tests have a worker do it, and see that the walls stand.

internal import CWorker
internal import Glibc

package enum Rehearsal: Codable, Sendable {
  /// Reads address 8.
  case crash
  /// Computes for ever.
  case spin
  /// Waits for ever, without computing.
  case sleep
  /// Takes memory until there is no more.
  case grow
  /// Writes an endless answer.
  case flood
  /// Reads memory that it has never written, under two fillings; answers whether they are seen.
  case unwritten
  /// Tries to reach a file, the network, another process and another program; answers with what it could do.
  case reach
  /// Starts a thread and waits for it; answers whether it ran.
  case thread
  /// Decodes a film, or the head of one with native pixels, and changes bytes of the answer, by a seed.
  case garble([UInt8], seed: UInt64)
}

extension Rehearsal {
  /// What `.reach` could do; the others do not return, or leave an answer in `memory` themselves.
  func perform(memory: SharedMemory) -> [String] {
    switch self {
    case .crash: return [String(UnsafePointer<UInt8>(bitPattern: 8)?.pointee ?? 0)]
    case .spin: while true { if getpid() == 0 { return [] } }
    case .sleep: return Self.waited()
    case .grow:
      var held: [[UInt8]] = []
      while true { held.append([UInt8](repeating: UInt8(held.count & 1), count: 64 << 20)) }
    case .flood:
      let bytes = [UInt8](repeating: 1, count: 64 << 20)
      var end = 0
      while (try? bytes.withUnsafeBytes { try memory.write($0, at: end) }) != nil { end += bytes.count }
      return ["flood"]
    case .unwritten: return Self.unwritten(fill: 0x55) != Self.unwritten(fill: 0xAA) ? ["unwritten"] : []
    case .reach: return Self.reached()
    case .thread: return Self.ranThread() ? ["thread"] : []
    case .garble: return []
    }
  }

  /// Takes a lock twice.
  private static func waited() -> [String] {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    for _ in 0..<2 { pthread_mutex_lock(lock) }
    return ["sleep"]
  }

  private static func unwritten(fill: Int32) -> UInt8 {
    cworker_fill(fill)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    defer { memory.deallocate() }
    return memory[1 << 15]
  }

  private static func ranThread() -> Bool {
    var thread = pthread_t()
    var result: UnsafeMutableRawPointer?
    guard pthread_create(&thread, nil, { _ in UnsafeMutableRawPointer(bitPattern: 1) }, nil) == 0 else {
      return false
    }
    return pthread_join(thread, &result) == 0 && Int(bitPattern: result) == 1
  }

  private static func reached() -> [String] {
    var reached: [String] = []
    if open("/etc/passwd", O_RDONLY) >= 0 { reached.append("file") }
    if open("/tmp/hilum-rehearsal", O_WRONLY | O_CREAT, 0o600) >= 0 { reached.append("new file") }
    if socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0 { reached.append("socket") }
    if kill(getppid(), 0) == 0 { reached.append("signal") }
    let fork = cworker_fork()
    if fork == 0 { _exit(0) }
    if fork > 0 { reached.append("fork") }
    if unlink("/nonexistent") == 0 || errno != EPERM { reached.append("unlink") }
    var child: pid_t = 0
    if posix_spawn(&child, "/bin/true", nil, nil, [nil], [nil]) == 0 { reached.append("program") }
    return reached
  }
}

extension Rehearsal {
  /// The file of `.garble` and its pixels, where they are read by the short way.
  var native: (bytes: [UInt8], pixels: PixelElement)? {
    guard case .garble(let bytes, _) = self,
      let pixels = PixelElement(in: bytes, nesting: DecodeLimits.standard.nesting), pixels.isPlain
    else { return nil }
    return (bytes, pixels)
  }
}

extension DecodeRequest.Work {
  /// The seed by which an answer is to be spoilt, for `.garble`.
  var garbling: UInt64? {
    if case .rehearsal(.garble(_, let seed)) = self { seed } else { nil }
  }
}

extension SharedMemory {
  /// Changes as many bytes of the tree at `place` as the seed leaves when divided by 8, always the same ones.
  func garble(_ place: WirePlace, seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    for _ in 0..<(seed % 8) {
      let byte = UInt8(truncatingIfNeeded: next())
      let at = Int(place.offset) + Int(next() % max(place.count, 1))
      withUnsafeBytes(of: byte) { try? write($0, at: at) }
    }
  }
}
