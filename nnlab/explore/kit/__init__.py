"""The kit: general pieces that explorables are put together from. It knows no lesson."""
