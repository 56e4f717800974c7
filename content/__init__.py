"""The educational words of the app and the evidence behind them: loaded, checked, unchanging."""
