/// Where packed weights are kept.

import Foundation
import Review

extension Places {
  /// `$HILUM_PANELS`, or a folder in the reader's cache (XDG Base Directory Specification); nil for `none`.
  static var panels: PanelFolder? {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["HILUM_PANELS"], !named.isEmpty {
      return named == "none" ? nil : PanelFolder(named)
    }
    let own = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (own ?? environment["HOME"].map { $0 + "/.cache" }).map { PanelFolder($0 + "/hilum/panels") }
  }
}
