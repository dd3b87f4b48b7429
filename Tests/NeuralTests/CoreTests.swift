/// Workspace and threads, and a fault of the compiler that the kernels' pointer arithmetic must keep clear of.

import Testing

import Neural

@Suite("Core")
struct CoreTests {
  @Test("scopes give their memory back, and the high-water mark remembers the most")
  func scopes() {
    let ws = Workspace(smallestChunk: 64)
    let outer = ws.tensor([10])
    var inner: UnsafeMutablePointer<Float>?
    ws.scope { inner = ws.tensor([500]).base }
    let mark = ws.highWater
    #expect(mark >= 510 * 4)
    ws.scope { #expect(ws.tensor([500]).base == inner) }
    #expect(ws.highWater == mark)
    #expect(ws.tensor([3]).base != outer.base)
  }

  @Test("memory is aligned to a cache line", arguments: [1, 15, 16, 17, 1000])
  func aligned(_ count: Int) {
    let ws = Workspace(smallestChunk: 128)
    for _ in 0..<5 { #expect(UInt(bitPattern: ws.tensor([count]).base) % 64 == 0) }
  }

  @Test("tiles cover all rows once, in order, none too large", arguments: [0, 1, 7, 49, 1000], [1, 2, 5])
  func tiles(_ rows: Int, _ threads: Int) {
    let tiles = Threads(threads).tiles(rows, atMost: 128)
    #expect(tiles.flatMap(Array.init) == Array(0..<rows))
    #expect(tiles.allSatisfy { (1...128).contains($0.count) })
  }

  @Test("every task runs once, whatever the thread count and however deep the call", arguments: [1, 2, 3, 8])
  func parallel(_ threads: Int) {
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: 100)
    counts.initialize(repeating: 0, count: 100)
    defer { counts.deallocate() }
    for _ in 0..<50 {
      Threads(threads).parallel(10) { outer in
        Threads(threads).parallel(10) { inner in counts[outer * 10 + inner] += 1 }
      }
    }
    #expect((0..<100).allSatisfy { counts[$0] == 50 })
  }

  /// Swift 6.3.1 with optimisation leaves out a store through a pointer that was moved backwards when a store at or after
  /// the original pointer follows. The house's rule is therefore: a base pointer and non-negative indices.
  @Test("stores by base pointer and index are kept; stores backwards are as this compiler has them")
  func negative_offsets() {
    var bytes: [UInt8] = [9, 9, 9]
    bytes.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { storeByIndex(base, 2) }
    }
    #expect(bytes == [9, 1, 2])
    var (bytesBack, floatsBack): ([UInt8], [Float]) = ([9, 9], [9, 9, 9, 9, 9])
    bytesBack.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { storeBackwards(base + 1) }
    }
    floatsBack.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { moveBackwards(base + 4) }
    }
    let sound = bytesBack == [1, 2] && floatsBack[0] == 1 && floatsBack[4] == 2
    let dropped = bytesBack == [9, 2] && floatsBack[0] == 9 && floatsBack[4] == 2
    print("\(compiler): stores through pointers moved backwards are \(sound ? "kept" : "dropped")")
    #expect(sound || dropped)
  }
}

#if compiler(>=6.4)
  private let compiler = "Swift 6.4 or later"
#elseif compiler(>=6.3)
  private let compiler = "Swift 6.3"
#else
  private let compiler = "Swift before 6.3"
#endif

@inline(never) private func storeByIndex(_ p: UnsafeMutablePointer<UInt8>, _ n: Int) {
  p[n - 1] = 1
  p[n] = 2
}

@inline(never) private func storeBackwards(_ p: UnsafeMutablePointer<UInt8>) {
  p[-1] = 1
  p[0] = 2
}

@inline(never) private func moveBackwards(_ p: UnsafeMutablePointer<Float>) {
  var q = p
  q -= 4
  q[0] = 1
  q += 4
  q[0] = 2
}
