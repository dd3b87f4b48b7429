/// Windows, polarity, padding and resampling on the way to the eye.

import Foundation
import Imaging
import Testing

@Suite("Display")
struct DisplayTests {
  func image(
    _ values: [Int32], bits: Int = 12, signed: Bool = false, rows: Int = 1,
    _ photometric: PhotometricInterpretation = .monochrome2, slope: Double = 1, intercept: Double = 0,
    padding: ClosedRange<Int>? = nil, presentation: Presentation? = nil
  ) -> ModalityImage {
    ModalityImage(
      StoredFrame(
        rows: rows, columns: values.count / rows, bitsStored: bits, isSigned: signed,
        photometric: photometric,
        values: values), transform: .linear(slope: slope, intercept: intercept), padding: padding,
      presentation: presentation)
  }

  @Test("an 8-bit picture is shown as it is") func identity() {
    let shown = image((0...255).map { $0 }, bits: 8).display()
    #expect(shown.gray == (0...255).map { UInt16($0) * 257 })
  }

  @Test("LINEAR of width 1 is a step above center - 0.5; LINEAR_EXACT of width 1 is a ramp of one unit")
  func widthOne() {
    let window = Window(center: 10, width: 1)
    #expect([9, 9.5, 9.51, 10].map { WindowFunction.linear($0, window) } == [0, 0, 1, 1])
    #expect(
      [9.5, 10, 10.25, 10.5, 11].map { WindowFunction.linearExact($0, window) } == [0, 0.5, 0.75, 1, 1])
  }

  @Test("at width 2 the two linear functions differ by half a unit and in slope") func widthTwo() {
    let window = Window(center: 10, width: 2)
    #expect([9, 9.5, 10, 10.5].map { WindowFunction.linear($0, window) } == [0, 0.5, 1, 1])
    #expect([9, 9.5, 10, 11].map { WindowFunction.linearExact($0, window) } == [0, 0.25, 0.5, 1])
  }

  @Test("SIGMOID is a half at the center and symmetric about it") func sigmoid() {
    let window = Window(center: 100, width: 40)
    #expect(WindowFunction.sigmoid(100, window) == 0.5)
    #expect(abs(WindowFunction.sigmoid(120, window) - 1 / (1 + exp(-2.0))) < 1e-15)
    #expect(abs(WindowFunction.sigmoid(80, window) + WindowFunction.sigmoid(120, window) - 1) < 1e-15)
  }

  @Test("MONOCHROME1 is inverted exactly once, also where the slope is negative") func polarity() {
    let values: [Int32] = [0, 1000, 2000, 3000, 4095]
    let window = Window(center: 2048, width: 4096)
    let film = image(values).display(window: window)
    let twin = image(values, .monochrome1).display(window: window)
    #expect(zip(film.gray, twin.gray).allSatisfy { Int($0) + Int($1) == 65535 })
    #expect(twin.gray.first == 65535 && twin.gray.last == 0)
    let negative = image(values, .monochrome1, slope: -1, intercept: 4095).display(window: window)
    #expect(negative.gray.first == 0 && negative.gray.last == 65535)
  }

  @Test("a signed film is windowed in its own units") func signed() {
    let film = image([-2048, -1000, 0, 2047], signed: true)
    let shown = film.display(window: Window(center: 0, width: 2001))
    #expect(shown.gray == [0, 16, 32784, 65535])
  }

  @Test("padding is black and moves no window, in either order of its range") func padding() {
    var values = (0..<4000).map { Int32(1000 + $0 % 500) }
    values.replaceSubrange(0..<1500, with: Array(repeating: 4000, count: 1500))
    let film = image(values, rows: 40, padding: 3990...4095)
    let window = film.autoWindow()
    #expect((985...1015).contains(window.center - window.width / 2))
    #expect((1484...1515).contains(window.center + window.width / 2))
    #expect(film.display().gray[..<1500].allSatisfy { $0 == 0 })
    #expect(film.isPadding(row: 0, column: 0) && !film.isPadding(row: 39, column: 0))
  }

  @Test("black and white collimator borders do not move the fitted window") func collimation() {
    let side = 120
    let values = (0..<side * side).map { i -> Int32 in
      let (y, x) = (i / side, i % side)
      if x < 20 { return 0 }
      return x >= 100 ? 4095 : Int32(1500 + (x * 7 + y * 5) % 700)
    }
    let window = image(values, rows: side).autoWindow()
    #expect(abs(window.center - 1850) < 20 && abs(window.width - 690) < 30)
  }

  @Test("a window or table of the file that shows nothing gives way to a fitted one") func unusable() {
    let values = (0..<400).map { Int32(1000 + $0) }
    let absurd = [
      Window(center: 1e308, width: 1e308), Window(center: 100, width: 0), Window(center: 100, width: -5),
      Window(center: 50000, width: 10), Window(center: 2000, width: 100_000),
    ]
    for window in absurd {
      let film = image(values, rows: 20, presentation: Presentation(windows: [window]))
      if case .fitted = film.defaultRendering { continue }
      Issue.record("\(window) was used")
    }
    let white = LookupTable(first: 0, bits: 12, values: [4095])
    let film = image(
      values, rows: 20, presentation: Presentation(windows: [Window(center: 1200, width: 400)], table: white))
    #expect(film.defaultRendering == .window(Window(center: 1200, width: 400)))
  }

  @Test("a VOI table of the file is applied before its windows") func table() {
    let values = (0..<400).map { Int32($0) }
    let ramp = LookupTable(first: 0, bits: 16, values: (0..<400).map { UInt16($0 * 164) })
    let film = image(
      values, rows: 20, presentation: Presentation(windows: [Window(center: 1, width: 1)], table: ramp))
    #expect(film.defaultRendering == .table)
    #expect(film.display().gray == (0..<400).map { UInt16($0 * 164) })
  }

  @Test("resampling keeps flat pictures flat and the mean of any picture, at every size") func resampling() {
    var noise = Noise("resampling")
    let film = image((0..<10_000).map { _ in Int32.random(in: 0...255, using: &noise) }, bits: 8, rows: 100)
      .display()
    let whole = Region(x: 0, y: 0, width: 100, height: 100)
    let mean = film.gray.reduce(0.0) { $0 + Double($1) } / 10_000
    for (width, height) in [(10, 10), (33, 47), (100, 100), (140, 90)] {
      let small = film.resampled(source: whole, width: width, height: height)
      let its = small.reduce(0.0) { $0 + Double($1) } / Double(small.count)
      #expect(abs(its - mean) < 700, "\(width) x \(height)")
    }
    #expect(film.resampled(source: whole, width: 100, height: 100) == film.gray)
    let flat = image(Array(repeating: 77, count: 100), bits: 8, rows: 10).display()
    for (width, height) in [(3, 7), (25, 40)] {
      let out = flat.resampled(
        source: Region(x: 0, y: 0, width: 10, height: 10), width: width, height: height)
      #expect(out.allSatisfy { $0 == 77 * 257 })
    }
  }

  @Test("a single bright pixel stays where it is when a part is enlarged") func place() {
    var values = [Int32](repeating: 0, count: 400)
    values[7 * 20 + 11] = 255
    let film = image(values, bits: 8, rows: 20).display()
    let out = film.resampled(source: Region(x: 10, y: 6, width: 3, height: 3), width: 30, height: 30)
    let brightest = out.indices.max { out[$0] < out[$1] } ?? 0
    #expect((14...15).contains(brightest / 30) && (14...15).contains(brightest % 30))
  }

  @Test("what lies outside the film is black") func outside() {
    let film = image(Array(repeating: 255, count: 100), bits: 8, rows: 10).display()
    let out = film.resampled(source: Region(x: -10, y: 0, width: 20, height: 10), width: 20, height: 10)
    for y in 0..<10 { #expect(out[y * 20] == 0 && out[y * 20 + 9] == 0 && out[y * 20 + 10] == 65535) }
    let nothing = film.resampled(source: Region(x: 50, y: 50, width: 5, height: 5), width: 4, height: 4)
    #expect(nothing.allSatisfy { $0 == 0 })
  }
}
