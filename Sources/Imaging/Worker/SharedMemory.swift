/// A file in memory that two processes hold: large arrays and the tree that names them go through it.

internal import Glibc

/// Reads and writes by system calls, never by a mapping: what the other process does meanwhile can change bytes, and no more.
struct SharedMemory: Sendable {
  let descriptor: Int32

  /// Bytes in use before the file is cut back, so that a film of common size finds its pages ready.
  private static let kept = 64 << 20

  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(WireError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let put = pwrite(descriptor, base + done, bytes.count - done, offset + done)
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw WireError(reason: "there is no room for it") }
      done += put
    }
  }

  /// Fills `bytes` from `offset` on; whether there was enough.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let got = pread(descriptor, base + done, bytes.count - done, offset + done)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return false }
      done += got
    }
    return true
  }

  /// Number of bytes that it holds.
  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Gives memory back after an unusually large film.
  func trim() {
    if size > Self.kept { _ = ftruncate(descriptor, Self.kept) }
  }
}

/// Where a tree lies in a shared memory: the packet that goes through the socket.
struct WirePlace: Equatable {
  let offset: UInt64
  let count: UInt64
}

extension SharedMemory {
  /// A tree may take so much; the arrays beside it are bounded by the memory itself.
  static let treeLimit = 64 << 20

  /// Writes a value: its large arrays first, then its tree.
  func put(_ value: some Encodable) throws -> WirePlace {
    let sink = WireSink(memory: self)
    return try put(tree: try sink.node(value), at: sink.end)
  }

  private func put(tree: WireNode, at end: Int) throws -> WirePlace {
    var bytes: [UInt8] = []
    tree.write(to: &bytes)
    try bytes.withUnsafeBytes { try write($0, at: end) }
    return WirePlace(offset: UInt64(end), count: UInt64(bytes.count))
  }

  /// Reads a value that another process wrote.
  func take<Value: Decodable>(_ type: Value.Type, at place: WirePlace) throws -> Value {
    let size = self.size
    guard let offset = Int(exactly: place.offset), let count = Int(exactly: place.count),
      count <= Self.treeLimit, offset <= size, count <= size - offset
    else { throw WireError(reason: "its place is not inside the memory") }
    var bytes = [UInt8](repeating: 0, count: count)
    guard bytes.withUnsafeMutableBytes({ read(into: $0, at: offset) }) else {
      throw WireError(reason: "it ends early")
    }
    return try WireSource(memory: self, size: size).value(type, WireReader.tree(bytes))
  }
}
