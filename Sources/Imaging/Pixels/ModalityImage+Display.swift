/// The arrow for eyes: window, then polarity, then 16-bit gray.

extension ModalityImage {
  /// The film as a screen shows it. `window` nil means as the file asks: its VOI table or its first window where that
  /// shows something, else a window fitted to the pixels.
  package func display(window: Window? = nil) -> DisplayImage {
    DisplayImage(
      rows: rows, columns: columns, gray: look(up: grayTable(window)), orientation: orientation)
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
      return UInt16((bright(min(max(brightness, 0), 1), in: 0...1) * 65535).rounded())
    }
    if let padding { for code in padding { gray[code] = 0 } }
    return gray
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
