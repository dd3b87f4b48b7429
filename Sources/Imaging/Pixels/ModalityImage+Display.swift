/// The arrow for eyes: window, then polarity, then 16-bit gray.

extension ModalityImage {
  /// The film as a screen shows it. `window` nil means as the file asks: its VOI table or its first window where that
  /// shows something, else a window fitted to the pixels.
  package func display(window: Window? = nil) -> DisplayImage {
    var gray = look(up: grayTable(window))
    drawGraphics(over: &gray)
    let image = DisplayImage(rows: rows, columns: columns, gray: gray, orientation: orientation)
    let size = displaySize
    guard size != (rows, columns) else { return image }
    let whole = Region(x: 0, y: 0, width: Double(columns), height: Double(rows))
    return DisplayImage(
      rows: size.rows, columns: size.columns,
      gray: image.resampled(source: whole, width: size.columns, height: size.rows), orientation: orientation)
  }

  /// Overlays and shutters lie on the film as it is stored, and are turned with it.
  private func drawGraphics(over gray: inout [UInt16]) {
    guard !presentation.overlays.isEmpty || !presentation.shutters.isEmpty else { return }
    let isTurned = orientation.change.quarterTurns % 2 != 0
    let (tall, wide) = isTurned ? (columns, rows) : (rows, columns)
    var drawn = [UInt16](repeating: 0, count: gray.count), covered = drawn
    for overlay in presentation.overlays { overlay.draw(over: &drawn, filmRows: tall, filmColumns: wide) }
    presentation.shutters.cover(&covered, rows: tall, columns: wide, with: 1)
    drawn = orientation.change.apply(to: drawn, rows: tall, columns: wide)
    covered = orientation.change.apply(to: covered, rows: tall, columns: wide)
    for i in gray.indices {
      if drawn[i] != 0 { gray[i] = drawn[i] }
      if covered[i] != 0 { gray[i] = presentation.shutterLevel }
    }
  }

  /// Rows and columns of the displayed film: pixels that are not square are stretched along their longer side, so that none
  /// is lost (PS3.3 C.7.6.3.1.7).
  package var displaySize: (rows: Int, columns: Int) {
    let isTurned = orientation.change.quarterTurns % 2 != 0
    let aspect = isTurned ? 1 / presentation.pixelAspect : presentation.pixelAspect
    let tall = aspect > 1 ? Int((Double(rows) * aspect).rounded()) : rows
    let wide = aspect < 1 ? Int((Double(columns) / aspect).rounded()) : columns
    return tall * wide <= DecodeLimits.standard.pixels ? (tall, wide) : (rows, columns)
  }

  /// What `display(window: nil)` does.
  package var defaultRendering: Rendering {
    let spread = robustSpread()
    if let table = presentation.table, shows(spread, { table(Int($0.rounded())) / table.range.upperBound }) {
      return .table
    }
    if let window = presentation.windows.first, window.center.isFinite, window.width.isFinite,
      window.width >= presentation.function.narrowest, shows(spread, { presentation.function($0, window) })
    {
      return .window(window)
    }
    return .fitted(autoWindow(spread))
  }

  /// The window to start from when the reader begins to change it.
  package var defaultWindow: Window {
    switch defaultRendering {
    case .table: autoWindow()
    case .window(let window), .fitted(let window): window
    }
  }

  /// A display level for each code.
  private func grayTable(_ window: Window?) -> [UInt16] {
    let rendering = window.map { Rendering.window($0) } ?? defaultRendering
    var gray = levels.map { level in
      let brightness =
        switch rendering {
        case .table: presentation.table.map { $0(Int(level.rounded())) / $0.range.upperBound } ?? 0
        case .window(let window): presentation.function(level, window)
        case .fitted(let window): WindowFunction.linearExact(level, window)
        }
      return UInt16((outcome(min(max(brightness, 0), 1)) * 65535).rounded())
    }
    if let padding { for code in padding { gray[code] = 0 } }
    return gray
  }

  /// From a windowed value to a P-value, both 0...1: the presentation table, or the polarity, exactly once.
  private func outcome(_ brightness: Double) -> Double {
    if let table = presentation.outputTable {
      let input = table.first + Int((brightness * Double(table.values.count - 1)).rounded())
      return table(input) / table.range.upperBound
    }
    return switch presentation.polarity {
    case .photometric: bright(brightness, in: 0...1)
    case .identity: brightness
    case .inverse: 1 - brightness
    }
  }

  /// A rendering is usable when the bulk of the film spans at least a tenth of the gray scale.
  private func shows(_ spread: ClosedRange<Double>, _ brightness: (Double) -> Double) -> Bool {
    spread.lowerBound == spread.upperBound
      || abs(brightness(spread.upperBound) - brightness(spread.lowerBound)) >= 0.1
  }
}

/// How modality values became gray.
package enum Rendering: Equatable, Sendable {
  /// The file's VOI table.
  case table
  /// A window of the file, by the file's function.
  case window(Window)
  /// A window fitted to the pixels, because the file has none that shows anything.
  case fitted(Window)
}
