/// A little of `make fuzz`: the same mutants every time, and none that does harm.

import Foundation
import Imaging
import Testing
import hilum

@Suite("Damaged films", .serialized)
struct FuzzTests {
  @Test("the same number gives the same mutant, another gives another") func reproducible() throws {
    let seeds = try FuzzSeeds.generated()
    for seed in seeds {
      let mutants = (0..<20).map { Mutator.mutant(of: seed.bytes, with: seeds[0].bytes, seed: $0) }
      #expect(mutants == (0..<20).map { Mutator.mutant(of: seed.bytes, with: seeds[0].bytes, seed: $0) })
      #expect(Set(mutants).count > 15)
    }
  }

  @Test("mended checksums are those that a PNG reader wants") func checksums() throws {
    let sound = try PNGImage(rows: 3, columns: 3, gray: [UInt8](repeating: 9, count: 9)).encoded()
    var bytes = sound
    for place in [29, 30, bytes.count - 1] { bytes[place] ^= 0xFF }
    PNGChecksums.mend(&bytes)
    #expect(bytes == sound)
    #expect(PNGChecksums.crc32(ArraySlice("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test(
    "films cut short at every byte, and mutants, are shown or refused: no crash, no delay, no unwritten pixel"
  )
  func smoke() throws {
    let seeds = try FuzzSeeds.generated()
    var fuzz = FuzzRun(DecodePool(program: HilumProgram.path))
    try fuzz.truncate(seeds.filter { $0.bytes.count < 2000 })
    try fuzz.mutate(seeds, count: 600, run: 1, deadline: nil)
    #expect(fuzz.isClean, "\(fuzz.findings.joined(separator: "\n"))")
    let mutated = fuzz.counts.filter { $0.key.hasPrefix("mutated") }
    #expect(
      mutated.count == 3
        && mutated.values.allSatisfy { $0.inputs == 600 && $0.decoded > 0 && $0.refused > 100 })
  }

  @Test("memory that nobody wrote would be seen: no pixel of any film or of a cut one is such memory")
  func unwritten() throws {
    let pool = DecodePool(program: HilumProgram.path)
    #expect(try pool.rehearse(.unwritten, budget: WorkerBudget(inputBytes: 0)) == ["unwritten"])
    let cut = try FuzzSeeds.generated().flatMap { seed in
      stride(from: 0, through: seed.bytes.count, by: 97).map { Array(seed.bytes[..<$0]) }
    }
    let outcomes = try pool.sweep(cut)
    #expect(outcomes.allSatisfy { $0 == .decoded || $0 == .refused } && outcomes.contains(.refused))
  }

  @Test("a sweep tells each input's outcome, in order") func sweep() throws {
    let pool = DecodePool(program: HilumProgram.path)
    let sound = try FuzzSeeds.generated()[0].bytes
    #expect(
      try pool.sweep([sound, [], sound, Array("<html>".utf8)]) == [.decoded, .refused, .decoded, .refused])
    #expect(try pool.sweep([]) == [])
  }
}
