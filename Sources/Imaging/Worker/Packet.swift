/// Small fixed packets between the program, its worker and the forked decoder.

internal import Glibc

/// Numbers that go through a socket or a pipe in one piece.
enum Packet {
  /// Writes all of `numbers`; whether the other side could take them. `isSocket` spares the process a signal.
  static func send(_ numbers: [UInt64], to descriptor: Int32, isSocket: Bool = true) -> Bool {
    numbers.withUnsafeBytes { bytes in
      while true {
        let sent =
          isSocket
          ? Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
          : Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        if sent < 0 && errno == EINTR { continue }
        return sent == bytes.count
      }
    }
  }

  /// The next packet of exactly `count` numbers; nil where the other side has gone or sends something else.
  static func receive(_ count: Int, from descriptor: Int32) -> [UInt64]? {
    var numbers = [UInt64](repeating: 0, count: count + 1)
    let size = 8 * (count + 1)
    while true {
      let got = Glibc.read(descriptor, &numbers, size)
      if got < 0 && errno == EINTR { continue }
      return got == 8 * count ? Array(numbers.prefix(count)) : nil
    }
  }

  enum Arrival { case ready, late, gone }

  /// Waits for a packet; `nudge` is called every second meanwhile.
  static func wait(on descriptor: Int32, seconds: Int, nudge: () -> Void) -> Arrival {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: .seconds(seconds))
    var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let left = clock.now.duration(to: deadline) / .milliseconds(1)
      let found = poll(&source, 1, Int32(min(1000, max(0, left.rounded(.up)))))
      if found > 0 { return source.revents & Int16(POLLIN) != 0 ? .ready : .gone }
      if found == 0 && left <= 0 { return .late }
      guard found == 0 || errno == EINTR else { return .gone }
      nudge()
    }
  }
}
