/// What this session adds up to: progress, pace, agreement with the pack, and what changed after the reveal.

package import Review
import Terminal
import Trust

package struct SummaryScreen: ReportScreen {
  package var top = 0

  package init() {}

  package static let title = "SESSION"
  private static let context = Context("session")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("session", .program, "summary of this session", in: [.reading, QueueScreen.context], "S") {
      $0.open(SummaryScreen())
      return [.measureDays($0.driftRule)]
    },
    .scroll(SummaryScreen.self, "session.scroll", "scroll the summary", in: context),
  ]

  package func report(_ state: State, width: Int) -> Report {
    let summary = SessionSummary(state.ledger.session, verdicts: state.verdicts)
    return Report(title: "hilum session", lines: lines(summary, state))
  }

  private func lines(_ summary: SessionSummary, _ state: State) -> [(String, Role)] {
    func time(_ share: Double) -> String { summary.seconds(at: share).map { "\(Int($0)) s" } ?? "--" }
    let read = state.queue.rows.count { $0.verdict != nil }
    var lines: [(String, Role)] = [
      ("signed off \(summary.signedOff) of \(state.queue.rows.count)   read by the model \(read)", .text),
      (
        "between sign-offs: median \(time(0.5)), 9 of 10 within \(time(0.9)); pauses over 5 min aside",
        .text
      ),
      ("answers \(summary.answers)   annotations \(summary.annotations)", .text),
      ("agreement with the pack \(Self.words(summary.all))", .text),
      (
        "abstained by the pack, you: \(summary.abstained[.present] ?? 0) present, \(summary.abstained[.absent] ?? 0) absent, \(summary.abstained[.undetermined] ?? 0) maybe",
        .text
      ),
      (
        "blind first \(counted(summary.blindFilms, "film"))   changed after the reveal: \(summary.towardsPack) towards the pack, \(summary.awayFromPack) away",
        .text
      ),
    ]
    lines += drift(SessionDrift(state), state.driftRule) + Self.days(state)
    lines += [
      ("", .text),
      (CellText.pad("finding", 32) + CellText.pad("n", 6) + "agree   pack only   reader only   kappa", .dim),
    ]
    for (label, agreement) in summary.byLabel.sorted(by: {
      ($1.value.count, $0.key) < ($0.value.count, $1.key)
    }) {
      let share = agreement.share.map { "\(Int(($0 * 100).rounded())) %" } ?? "--"
      lines.append(
        (
          CellText.pad(label, 32) + CellText.pad("\(agreement.count)", 6) + CellText.pad(share, 8)
            + CellText.pad("\(agreement.onlyPack)", 12) + CellText.pad("\(agreement.onlyReader)", 14)
            + (agreement.kappa.map(rawText) ?? "n<10"), .text
        ))
    }
    lines.append(("", .text))
    let saving =
      state.ledger.pending.isEmpty ? "every decision is on the disk" : "saving \(state.ledger.pending.count)"
    lines.append(("\(counted(state.ledger.session.decisions.count, "decision")), \(saving)", .dim))
    return lines
  }

  /// The scores of this session against those of the pack's calibration: at most six that moved.
  private func drift(_ drift: SessionDrift, _ rule: Drift.Rule) -> [(String, Role)] {
    let head = "drift from calibration"
    guard drift.hasReference else {
      return [("\(head) -- (the pack keeps no scores of its calibration)", .text)]
    }
    guard drift.films >= rule.leastFilms else {
      return [("\(head) -- (\(counted(drift.films, "film")) read, \(rule.leastFilms) needed)", .text)]
    }
    let raised = drift.raised
    let largest = drift.scores.first.map { "largest PSI \(Self.plain($0.drift.psi)), \($0.name)" } ?? "--"
    let sum =
      "\(head) over \(counted(drift.films, "film")): \(raised.isEmpty ? "none" : "\(raised.count) of \(counted(drift.scores.count, "score"))")   \(largest)"
    return [(sum, raised.contains { $0.alert == .alert } ? .warning : .text)]
      + raised.prefix(6).map { score in
        let numbers = "PSI \(Self.plain(score.drift.psi))   KS \(Self.plain(score.drift.ks))"
        return (
          "  \(CellText.pad(score.alert == .alert ? "ALERT" : "warn", 7))\(CellText.pad(score.name, 30))\(numbers)",
          score.alert == .alert ? .warning : .text
        )
      }
      + (raised.count > 6 ? [("  and \(raised.count - 6) more: hilum drift", .dim)] : [])
  }

  /// The last days of the audit log, the latest first.
  private static func days(_ state: State) -> [(String, Role)] {
    guard state.reference != nil else { return [] }
    let head = "by day"
    switch state.days {
    case .awaited: return [("\(head) -- (reading the audit log)", .dim)]
    case .unknown(let reason): return [("\(head) -- (\(reason))", .text)]
    case .known:
      let days = state.visibleDays
      guard !days.isEmpty else { return [("\(head) -- (the audit log has no film of this pack)", .text)] }
      let names = CellText.pad(head, 12) + CellText.pad("films", 8) + CellText.pad("raised", 11)
      return [(names + "furthest from calibration, by its deciles", .dim)]
        + days.suffix(7).reversed().map { (line($0), $0.alert == .alert ? .warning : .text) }
    }
  }

  private static func line(_ day: DayDrift) -> String {
    let raised = day.alert == .tooFew ? "too few" : "\(day.raised.count) of \(day.scores.count)"
    let furthest = day.furthest
    return CellText.pad(day.day, 12) + CellText.pad("\(day.films)", 8) + CellText.pad(raised, 11)
      + CellText.pad(furthest.drift.bars, 12) + "PSI \(plain(furthest.drift.psi))  \(furthest.name)"
      + (day.alert == .alert ? "  ALERT" : day.alert == .warn ? "  warn" : "")
  }

  /// With two decimals and no sign.
  private static func plain(_ value: Double) -> String { String(rawText(value).dropFirst(value < 0 ? 0 : 1)) }

  private static func words(_ agreement: Agreement) -> String {
    guard let share = agreement.share else { return "-- (no answer beside a decision of the pack)" }
    let kappa = agreement.kappa.map { "kappa \(rawText($0))" } ?? "kappa needs ten answers"
    return "\(Int((share * 100).rounded())) %   \(kappa)   n=\(agreement.count)"
  }
}

extension State {
  /// What the pack said of each film that it has read.
  package var verdicts: [StudyID: RowVerdict] {
    Dictionary(
      queue.rows.compactMap { row in row.study.flatMap { study in row.verdict.map { (study, $0) } } },
      uniquingKeysWith: { first, _ in first })
  }
}
